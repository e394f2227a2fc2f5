// Draws edges with WebGL, all in one go: the line for the status, the arrow head for the direction.
import { EdgeProgram, type ProgramInfo } from "sigma/rendering";
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";
import { thinning } from "./drawing";
import { LINES, type EdgeLook } from "./look";
import { definition, idle, tell, UNIFORMS } from "./program";

const VERTEX = /* glsl */ `
attribute vec2 a_start;
attribute vec2 a_end;
attribute vec4 a_ends; // radius of the source, of the target, pixels aside, arrow
attribute vec2 a_line; // width, line
uniform float u_zoomOut;
varying vec4 v_color;
varying vec2 v_at;
varying vec2 v_line;
varying float v_length;
varying float v_head;
void main() {
  vec2 start = (u_matrix * vec3(a_start, 1.0)).xy * u_viewport * 0.5;
  vec2 end = (u_matrix * vec3(a_end, 1.0)).xy * u_viewport * 0.5;
  vec2 way = end - start;
  float whole = max(length(way), 0.001);
  way /= whole;
  vec2 side = vec2(-way.y, way.x);
  float near = a_ends.x / u_sizeRatio + 1.0;
  float far = a_ends.y / u_sizeRatio + 2.5;
  v_length = max(whole - near - far, 0.0);
  float width = a_line.x * u_zoomOut;
  v_head = a_ends.w * min((6.0 + 1.5 * width) * u_zoomOut, v_length * 0.5);
  #ifdef PICKING_MODE
  float reach = max(width * 0.5 + 3.0, 5.0);
  v_color = a_id;
  #else
  float reach = max(width * 0.5 + 1.0, max(v_head * 0.55, a_line.y > 2.5 ? 5.5 : 0.0)) + 1.0;
  v_color = a_color;
  #endif
  v_color.a *= bias;
  v_at = vec2(a_corner.x * v_length, a_corner.y * reach);
  v_line = vec2(width, a_line.y);
  vec2 place = start + way * (near + v_at.x) + side * (a_ends.z * u_zoomOut + v_at.y);
  gl_Position = vec4(place * 2.0 / u_viewport, 0.0, 1.0);
}`;

const FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec2 v_at;
varying vec2 v_line;
varying float v_length;
varying float v_head;
uniform float u_pixelRatio;
void main() {
  #ifdef PICKING_MODE
  gl_FragColor = v_color;
  #else
  float soft = 0.6 / u_pixelRatio;
  float across = abs(v_at.y);
  float halfWidth = v_line.x * 0.5;
  float cover = 1.0 - smoothstep(halfWidth - soft, halfWidth + soft, across);
  if (v_line.y > 3.5) {
    float middle = abs(abs(v_at.x - v_length * 0.5) - 2.5);
    float tick = (1.0 - smoothstep(0.8 - soft, 0.8 + soft, middle)) * (1.0 - smoothstep(5.0, 5.5, across));
    cover = max(cover, tick);
  } else if (v_line.y > 2.5) {
    float apart = halfWidth + 1.2;
    cover = 1.0 - smoothstep(0.7 - soft, 0.7 + soft, abs(across - apart));
  } else if (v_line.y > 1.5) {
    float period = max(v_line.x * 2.4, 4.5);
    float dot = mod(v_at.x, period) - period * 0.5;
    cover = 1.0 - smoothstep(halfWidth - soft, halfWidth + soft, length(vec2(dot, v_at.y)));
  } else if (v_line.y > 0.5) {
    float dash = abs(mod(v_at.x, 12.0) - 6.0);
    cover *= 1.0 - smoothstep(3.7 - soft, 3.7 + soft, dash);
  }
  if (v_head > 0.0) {
    float left = v_length - v_at.x;
    if (left < v_head) cover = 1.0 - smoothstep(left * 0.5 - soft, left * 0.5 + soft, across);
  }
  float alpha = cover * v_color.a;
  gl_FragColor = vec4(v_color.rgb * alpha, alpha);
  #endif
}`;

const ALL = [...UNIFORMS, "u_zoomOut"] as const;
const ATTRIBUTES = { a_start: 2, a_end: 2, a_ends: 4, a_line: 2, a_color: 0, a_id: 0 };

export class StatusProgram extends EdgeProgram<(typeof ALL)[number]> {
  getDefinition() {
    return definition([VERTEX, FRAGMENT], ALL, ATTRIBUTES, [[0, -1], [1, -1], [0, 1], [0, 1], [1, -1], [1, 1]]);
  }

  render(params: RenderParams): void {
    if (!idle.has(this.renderer)) super.render(params);
  }

  processVisibleItem(edgeIndex: number, startIndex: number, source: NodeDisplayData, target: NodeDisplayData, data: EdgeDisplayData): void {
    const look = data as EdgeLook;
    const array = this.array;
    let at = startIndex;
    array[at++] = source.x;
    array[at++] = source.y;
    array[at++] = target.x;
    array[at++] = target.y;
    array[at++] = source.size;
    array[at++] = target.size;
    array[at++] = look.aside;
    array[at++] = Number(look.arrow);
    array[at++] = look.size;
    array[at++] = LINES.indexOf(look.line);
    array[at++] = floatColor(look.color);
    array[at] = edgeIndex;
  }

  setUniforms(params: RenderParams, info: ProgramInfo): void {
    tell(params, info);
    info.gl.uniform1f(info.uniformLocations["u_zoomOut"]!, thinning(params.sizeRatio));
  }
}
