// What an entity or an edge looks like: the same for the picture, its legend and what is exported.
import type { Edge, Entity, Status } from "../contract";
import type { Knowledge } from "../knowledge";
import type { EdgeDisplayData, NodeDisplayData } from "sigma/types";

export interface Theme {
  readonly paper: string;
  readonly ink: string;
  readonly faint: string;
}
export const LIGHT: Theme = { paper: "#fbfbf9", ink: "#1c2126", faint: "#c4c8cc" };
export const DARK: Theme = { paper: "#14181c", ink: "#e8eaec", faint: "#454c54" };
export const SANCTIONED = "#d53800"; // the ring around a sanctioned party
export const LINES = ["solid", "dashed", "dotted", "double", "ticked"] as const;
export type Line = (typeof LINES)[number];
export interface NodeLook extends NodeDisplayData {
  shape: string;
  rim: string;
  sanctioned: boolean;
  chosen: boolean;
  pinned: boolean;
}
export interface EdgeLook extends EdgeDisplayData {
  line: Line;
  arrow: boolean;
  /** Pixels to the side of the straight line between the nodes: where there are several. */
  aside: number;
}
const LENS = ["#b2182b", "#ef8a62", "#f4c7a1", "#9ecae1"]; // at the party, one hop away, two, three and more

/** Give how the line of a status is drawn. */
export function lineOf(status: Status | undefined): Line {
  if (status?.faded) return "ticked";
  return (["dashed", "dotted", "double"] as const).find((line) => line === status?.line) ?? "solid";
}

/** Give how wide an edge is: more for each independent source, up to a bound. */
export function widthOf(edge: Edge, status: Status | undefined): number {
  const width = Math.min(7, 1.5 + 1.4 * Math.log2(Math.max(1, edge.sources)));
  return status?.thin ? width * 0.6 : width;
}

/** Give how large an entity is: more for each relation, up to a bound. */
export function sizeOf(entity: Entity): number {
  return Math.min(19, 6.5 + 1.8 * Math.log2(1 + entity.degree));
}

/** Give the fill of an entity: that of its type, or through the lens that of its distance to a sanctioned party. */
export function fillOf(entity: Entity, known: Knowledge, lens: boolean, theme: Theme): string {
  if (!lens) return known.types.get(entity.type)?.colour ?? "#999999";
  const distance = known.distances.get(entity.id);
  return distance === null || distance === undefined ? theme.faint : LENS[Math.min(distance, LENS.length - 1)]!;
}

/** Mix a colour into the paper. */
export function mixed(colour: string, paper: string, share: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [from, to] = [parseInt(paper.slice(at, at + 2), 16), parseInt(colour.slice(at, at + 2), 16)];
    return Math.round(from + (to - from) * share).toString(16).padStart(2, "0");
  });
  return `#${parts.join("")}`;
}

/** Give how many pixels aside each of several edges between the same two nodes lies. */
export function asides(edges: readonly Edge[]): Map<string, number> {
  const between = new Map<string, Edge[]>();
  for (const edge of edges) {
    const pair = edge.subject < edge.object ? `${edge.subject}\n${edge.object}` : `${edge.object}\n${edge.subject}`;
    between.get(pair)?.push(edge) ?? between.set(pair, [edge]);
  }
  const found = new Map<string, number>();
  for (const several of between.values())
    several.forEach((edge, k) => {
      const aside = (k - (several.length - 1) / 2) * 9;
      found.set(edge.id, edge.subject < edge.object ? aside : -aside);
    });
  return found;
}
