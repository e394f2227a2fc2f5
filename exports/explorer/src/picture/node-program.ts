// Draws nodes with WebGL: a shape for the type, rings for what is selected or sanctioned, a hollow for what is pinned.
import { NodeProgram, type ProgramInfo } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";
import { marksOf } from "./drawing";
import type { NodeLook } from "./look";
import { definition, idle, tell, UNIFORMS } from "./program";
import { shapeNumber } from "./shapes";

const VERTEX = /* glsl */ `
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute float a_flags;
attribute vec4 a_rim;
varying vec2 v_at;
varying float v_radius;
varying float v_shape;
varying float v_flags;
varying vec4 v_color;
varying vec4 v_rim;
void main() {
  float radius = a_size / u_sizeRatio;
  float reach = radius * 1.3 + 6.0;
  vec2 place = (u_matrix * vec3(a_position, 1.0)).xy;
  gl_Position = vec4(place + a_corner * reach * 2.0 / u_viewport, 0.0, 1.0);
  v_at = a_corner * reach;
  v_radius = radius;
  v_shape = a_shape;
  v_flags = a_flags;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
  v_rim = a_rim;
  v_rim.a *= bias;
}`;

const FRAGMENT = /* glsl */ `
precision highp float;
varying vec2 v_at;
varying float v_radius;
varying float v_shape;
varying float v_flags;
varying vec4 v_color;
varying vec4 v_rim;
uniform float u_pixelRatio;

float polygon(vec2 p, float n, float turn) {
  float angle = atan(p.y, p.x) + turn;
  float step = 6.2831853 / n;
  return cos(floor(0.5 + angle / step) * step - angle) * length(p);
}
float star(vec2 p, float r) {
  float angle = mod(atan(p.x, p.y) + 0.62831853, 1.2566371) - 0.62831853;
  vec2 q = length(p) * vec2(sin(abs(angle)), cos(angle));
  vec2 a = vec2(0.0, 1.15 * r);
  vec2 b = 0.52 * r * vec2(sin(0.62831853), cos(0.62831853));
  vec2 along = normalize(b - a);
  return dot(q - a, vec2(-along.y, along.x));
}
float distanceTo(vec2 p, float r) {
  if (v_shape < 0.5) return length(p) - r;
  if (v_shape < 1.5) return max(abs(p.x), abs(p.y)) - r * 0.81;
  if (v_shape < 2.5) return (abs(p.x) + abs(p.y)) * 0.7071 - r * 0.81;
  if (v_shape < 3.5) return polygon(vec2(p.y, p.x), 3.0, 3.14159265) - r * 0.6;
  if (v_shape < 4.5) return polygon(vec2(p.y, p.x), 3.0, 0.0) - r * 0.6;
  if (v_shape < 5.5) return polygon(p, 6.0, 0.52359878) - r * 0.91;
  if (v_shape < 6.5) return star(p, r);
  return max(abs(p.x) - r * 1.2, abs(p.y) - r * 0.72);
}
float ring(float d, float inner, float outer, float soft) {
  return smoothstep(inner - soft, inner + soft, d) * (1.0 - smoothstep(outer - soft, outer + soft, d));
}
void main() {
  float d = distanceTo(v_at, v_radius);
  float soft = 0.6 / u_pixelRatio;
  #ifdef PICKING_MODE
  if (d > 2.0) discard;
  gl_FragColor = v_color;
  #else
  float chosen = mod(v_flags, 2.0);
  float sanctioned = mod(floor(v_flags / 2.0), 2.0);
  float pinned = floor(v_flags / 4.0);
  float body = 1.0 - smoothstep(-soft, soft, d);
  vec4 color = mix(v_color, v_rim, smoothstep(-1.6 - soft, -1.6 + soft, d));
  color = mix(color, vec4(v_rim.rgb, v_color.a), pinned * (1.0 - smoothstep(2.0 - soft, 2.0 + soft, length(v_at))));
  float alpha = body * color.a;
  vec3 rgb = color.rgb;
  float mark = sanctioned * ring(d, 1.5, 3.6, soft);
  rgb = mix(rgb, vec3(0.835, 0.22, 0.0), mark);
  alpha = max(alpha, mark * v_color.a);
  float halo = chosen * ring(d, 4.0 * sanctioned + 1.2, 4.0 * sanctioned + 3.4, soft) * (1.0 - mark);
  rgb = mix(rgb, v_rim.rgb, halo);
  alpha = max(alpha, halo);
  gl_FragColor = vec4(rgb * alpha, alpha);
  #endif
}`;

const ATTRIBUTES = { a_position: 2, a_size: 1, a_shape: 1, a_flags: 1, a_color: 0, a_rim: 0, a_id: 0 };

export class ShapeProgram extends NodeProgram<(typeof UNIFORMS)[number]> {
  getDefinition() {
    return definition([VERTEX, FRAGMENT], UNIFORMS, ATTRIBUTES, [[-1, -1], [1, -1], [-1, 1], [-1, 1], [1, -1], [1, 1]]);
  }

  render(params: RenderParams): void {
    if (!(this.pickProgram && idle.has(this.renderer))) super.render(params); // what is above all, without one, is always drawn
  }

  processVisibleItem(nodeIndex: number, startIndex: number, data: NodeDisplayData): void {
    const look = data as NodeLook;
    const array = this.array;
    let at = startIndex;
    array[at++] = look.x;
    array[at++] = look.y;
    array[at++] = look.size;
    array[at++] = shapeNumber(look.shape);
    array[at++] = marksOf(look);
    array[at++] = floatColor(look.color);
    array[at++] = floatColor(look.rim);
    array[at] = nodeIndex;
  }

  setUniforms(params: RenderParams, info: ProgramInfo): void {
    tell(params, info);
  }
}
