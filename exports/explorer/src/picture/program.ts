// What the two WebGL programs have in common: what they are told, corner by corner, and how shaders learn it.
import type { InstancedProgramDefinition, ProgramInfo } from "sigma/rendering";
import type { RenderParams } from "sigma/types";

/** Renderers whose picture is painted elsewhere: programs draw nothing for them. */
export const idle = new WeakSet<object>();

export const UNIFORMS = ["u_matrix", "u_viewport", "u_sizeRatio", "u_pixelRatio"] as const;
/** The head of both vertex shaders. */
export const HEAD = /* glsl */ `
attribute vec4 a_color;
attribute vec4 a_id;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform vec2 u_viewport;
uniform float u_sizeRatio;
uniform float u_pixelRatio;
const float bias = 255.0 / 254.0;
`;

/** Define a program that draws a rectangle for each thing: names and sizes of its attributes, a size of 0 for a colour. */
export function definition<U extends string>(shaders: readonly [vertex: string, fragment: string], uniforms: readonly U[], attributes: Record<string, number>, corners: number[][]): InstancedProgramDefinition<U> {
  const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
  const colour = { size: 4, type: UNSIGNED_BYTE, normalized: true };
  return {
    VERTICES: corners.length,
    VERTEX_SHADER_SOURCE: HEAD + shaders[0],
    FRAGMENT_SHADER_SOURCE: shaders[1],
    METHOD: TRIANGLES,
    UNIFORMS: uniforms,
    ATTRIBUTES: Object.entries(attributes).map(([name, size]) => (size ? { name, size, type: FLOAT } : { name, ...colour })),
    CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
    CONSTANT_DATA: corners,
  };
}

/** Tell the shaders from where the picture is looked at. */
export function tell(params: RenderParams, { gl, uniformLocations: at }: ProgramInfo): void {
  gl.uniformMatrix3fv(at["u_matrix"]!, false, params.matrix);
  gl.uniform2f(at["u_viewport"]!, params.width, params.height);
  gl.uniform1f(at["u_sizeRatio"]!, params.sizeRatio);
  if (at["u_pixelRatio"]) gl.uniform1f(at["u_pixelRatio"], params.pixelRatio);
}
