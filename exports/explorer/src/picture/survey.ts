// Takes down as numbers what a renderer holds of its nodes and edges, in the order in which they are drawn.
import type Graph from "graphology";
import type Sigma from "sigma";
import { EDGE, marksOf, NODE, type Drawing } from "./drawing";
import { LINES, type EdgeLook, type NodeLook } from "./look";
import { shapeNumber } from "./shapes";

export interface Survey {
  readonly drawing: Drawing;
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  readonly chosen: boolean; // some node is
}

/** Take down a picture on a paper. */
export function survey(sigma: Sigma, graph: Graph, paper: Pick<Drawing, "paper" | "ink" | "font">): Survey {
  const colours = new Map<string, number>();
  const colour = (text: string) => colours.get(text) ?? (colours.set(text, colours.size), colours.size - 1);
  const nodes = ordered(graph.nodes(), (id) => sigma.getNodeDisplayData(id) as NodeLook);
  const places = new Map(nodes.map(([id], place) => [id, place]));
  const edges = ordered(graph.edges(), (id) => sigma.getEdgeDisplayData(id) as EdgeLook);
  const drawing: Drawing = {
    nodes: table(nodes, NODE.columns, ([, look]) => [look.x, look.y, look.size, shapeNumber(look.shape), marksOf(look), colour(look.color), colour(look.rim)]),
    edges: table(edges, EDGE.columns, ([id, look]) => [...graph.extremities(id).map((end) => places.get(end)!), look.aside, Number(look.arrow), look.size, LINES.indexOf(look.line), colour(look.color)]),
    names: nodes.map(([, { label }]) => label ?? ""),
    relations: edges.flatMap(([, { label, forceLabel }], place) => (label && forceLabel ? [[place, label] as const] : [])),
    colours: [...colours.keys()],
    ...paper,
  };
  return { drawing, nodes: [...places.keys()], edges: edges.map(([id]) => id), chosen: nodes.some(([, look]) => look.chosen) };
}

function ordered<T extends { zIndex: number }>(ids: readonly string[], look: (id: string) => T): [string, T][] {
  return ids.map((id): [string, T] => [id, look(id)]).sort(([, a], [, b]) => a.zIndex - b.zIndex);
}

function table<T>(rows: readonly T[], columns: number, row: (each: T) => number[]): Float32Array {
  const cells = new Float32Array(rows.length * columns);
  rows.forEach((each, place) => cells.set(row(each), place * columns));
  return cells;
}
