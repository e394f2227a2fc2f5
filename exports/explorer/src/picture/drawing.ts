// What a picture shows as plain numbers: what a worker paints, and what is looked through for what lies under the pointer.
import type { Plane } from "./plane";

/** Columns of a node: its place in the picture's square, size, shape, marks and colours. */
export const NODE = { x: 0, y: 1, size: 2, shape: 3, marks: 4, colour: 5, rim: 6, columns: 7 } as const;
/** Columns of an edge: its nodes, pixels aside, whether it has an arrow, width, line and colour. */
export const EDGE = { source: 0, target: 1, aside: 2, arrow: 3, width: 4, line: 5, colour: 6, columns: 7 } as const;
export const MARKS = { chosen: 1, sanctioned: 2, pinned: 4 } as const;

export interface Drawing {
  readonly nodes: Float32Array;
  readonly edges: Float32Array;
  readonly names: readonly string[];
  /** Relations that are written along edges. */
  readonly relations: readonly (readonly [edge: number, text: string])[];
  readonly colours: readonly string[];
  readonly paper: string;
  readonly ink: string;
  readonly font: string;
}

/** Give the marks of a node as one number. */
export function marksOf({ chosen, sanctioned, pinned }: { chosen: boolean; sanctioned: boolean; pinned: boolean }): number {
  return Number(chosen) * MARKS.chosen + Number(sanctioned) * MARKS.sanctioned + Number(pinned) * MARKS.pinned;
}

/** From where a drawing is looked at: the map from the picture's square to pixels, and how much smaller all is than its size says. */
export interface View {
  readonly map: Plane;
  readonly width: number;
  readonly height: number;
  readonly density: number; // pixels of the screen to one of the page
  readonly sizeRatio: number;
}

/** Give how much thinner edges are drawn than their width says, seen from afar. */
export function thinning(sizeRatio: number): number {
  return Math.min(1, Math.max(0.35, 1.25 / sizeRatio));
}

/** An edge as it lies on the screen: from, to, the direction, and how long it is between its nodes. */
export interface Course {
  x: number;
  y: number;
  ux: number;
  uy: number;
  length: number;
  width: number;
  head: number;
}

/** Work out where an edge lies; the course given is written over. */
export function course({ nodes, edges }: Drawing, { map: [a, b, c, d, e, f], sizeRatio }: View, edge: number, into: Course): Course {
  const at = edge * EDGE.columns;
  const [source, target] = [edges[at]! * NODE.columns, edges[at + 1]! * NODE.columns];
  const [sx, sy, tx, ty] = [nodes[source]!, nodes[source + 1]!, nodes[target]!, nodes[target + 1]!];
  const x = a * sx + c * sy + e;
  const y = b * sx + d * sy + f;
  const dx = a * tx + c * ty + e - x;
  const dy = b * tx + d * ty + f - y;
  const whole = Math.max(Math.sqrt(dx * dx + dy * dy), 0.001);
  const thin = thinning(sizeRatio);
  const near = nodes[source + NODE.size]! / sizeRatio + 1;
  const aside = edges[at + EDGE.aside]! * thin;
  [into.ux, into.uy] = [dx / whole, dy / whole];
  into.x = x + into.ux * near + into.uy * aside;
  into.y = y + into.uy * near - into.ux * aside;
  into.length = Math.max(whole - near - nodes[target + NODE.size]! / sizeRatio - 2.5, 0);
  into.width = edges[at + EDGE.width]! * thin;
  into.head = edges[at + EDGE.arrow]! * Math.min((6 + 1.5 * into.width) * thin, into.length * 0.5);
  return into;
}

/** Give which part of a course lies in sight, from where to where along it, or null where none does. */
export function inSight({ x, y, ux, uy, length }: Course, { width, height }: View): readonly [number, number] | null {
  let [from, to] = [0, length];
  for (const [at, by, size] of [[x, ux, width], [y, uy, height]] as const) {
    if (Math.abs(by) < 1e-9) {
      if (at < -EDGES || at > size + EDGES) return null;
      continue;
    }
    const [one, other] = [(-EDGES - at) / by, (size + EDGES - at) / by];
    from = Math.max(from, Math.min(one, other));
    to = Math.min(to, Math.max(one, other));
  }
  return from < to ? [from, to] : null;
}
const EDGES = 12; // pixels beyond what is seen, in which arrow heads and wide lines still show

/** Give the node that lies under a point of the screen, the last drawn of several, or -1. */
export function nodeUnder({ nodes }: Drawing, { map: [a, b, c, d, e, f], sizeRatio }: View, x: number, y: number): number {
  for (let at = nodes.length - NODE.columns; at >= 0; at -= NODE.columns) {
    const dx = a * nodes[at]! + c * nodes[at + 1]! + e - x;
    const dy = b * nodes[at]! + d * nodes[at + 1]! + f - y;
    const radius = nodes[at + NODE.size]! / sizeRatio + 2;
    if (dx * dx + dy * dy <= radius * radius) return at / NODE.columns;
  }
  return -1;
}

/** Give the edge that lies under a point of the screen, or near enough to be meant, or -1. */
export function edgeUnder(drawing: Drawing, view: View, x: number, y: number): number {
  const way: Course = { x: 0, y: 0, ux: 0, uy: 0, length: 0, width: 0, head: 0 };
  for (let edge = drawing.edges.length / EDGE.columns - 1; edge >= 0; edge--) {
    course(drawing, view, edge, way);
    const [dx, dy] = [x - way.x, y - way.y];
    const along = dx * way.ux + dy * way.uy;
    if (along < 0 || along > way.length) continue;
    if (Math.abs(dx * way.uy - dy * way.ux) <= Math.max(way.width / 2 + 3, 5)) return edge;
  }
  return -1;
}
