// Paints a drawing with the processor: lines plain where there are very many, else with all that they say of a status.
import { course, EDGE, inSight, MARKS, NODE, type Course, type Drawing, type View } from "./drawing";
import { edgeLabels, NAME, nodeLabels, RELATION } from "./labels";
import { LINES, SANCTIONED, type Line } from "./look";
import { applied } from "./plane";
import { corners, SHAPES } from "./shapes";

const FEW = 1500; // edges in sight up to which they are painted with all that they say at once
const STEP = 250; // things painted between two pauses
const LEAST = 5; // pixels that a node measures to have its name written
const NAMES = 300; // in one picture
const CELL = 16; // pixels: where part of a name stands, no other does
type Context = OffscreenCanvasRenderingContext2D;

/** Paint in steps; give at the end whether lines have all that they say. */
export function* painted(context: Context, drawing: Drawing, view: View, fine: boolean): Generator<void, boolean> {
  context.setTransform(view.density, 0, 0, view.density, 0, 0);
  context.fillStyle = drawing.paper;
  context.fillRect(0, 0, view.width, view.height);
  const ways = seen(drawing, view);
  const full = fine || ways.length <= FEW;
  for (const [place, { edge, way, part }] of ways.entries()) {
    const at = edge * EDGE.columns;
    context.strokeStyle = drawing.colours[drawing.edges[at + EDGE.colour]!]!;
    if (full) paintEdge(context, way, part, LINES[drawing.edges[at + EDGE.line]!]!);
    else stroke(context, way, part, 0, 1);
    if (place % STEP === 0) yield;
  }
  for (let at = 0, place = 0; at < drawing.nodes.length; at += NODE.columns, place++) {
    paintNode(context, drawing, view, at);
    if (place % STEP === 0) yield;
  }
  writeRelations(context, drawing, view);
  writeNames(context, drawing, view);
  return full;
}

type Part = readonly [from: number, to: number];
interface Seen {
  readonly edge: number;
  readonly way: Course;
  readonly part: Part;
}

function seen(drawing: Drawing, view: View): Seen[] {
  const found: Seen[] = [];
  for (let edge = 0; edge < drawing.edges.length / EDGE.columns; edge++) {
    const way = course(drawing, view, edge, { x: 0, y: 0, ux: 0, uy: 0, length: 0, width: 0, head: 0 });
    const part = inSight(way, view);
    if (part) found.push({ edge, way, part });
  }
  return found;
}

function paintEdge(context: Context, way: Course, [from, to]: Part, line: Line): void {
  const { width, length } = way;
  const end = Math.min(to, length - way.head);
  const period = line === "dashed" ? 12 : Math.max(width * 2.4, 4.5);
  const begin = from - (from % period); // of what lies out of sight no dash is worked out, and they lie where they lay
  if (line === "double") for (const side of [-1, 1]) stroke(context, way, [from, end], side * (width / 2 + 1.2), 1.4);
  else if (line === "dashed" || line === "dotted") {
    context.lineCap = line === "dotted" ? "round" : "butt";
    dashes(context, line === "dotted" ? [0, period] : [7.4, 4.6], line === "dotted" ? -period / 2 : -2.3);
    stroke(context, way, [begin, end], 0, width);
    dashes(context, [], 0);
    context.lineCap = "butt";
  } else stroke(context, way, [from, end], 0, width);
  if (line === "ticked") for (const place of [-2.5, 2.5]) tick(context, way, length / 2 + place);
  if (way.head > 0) arrow(context, way);
}

function stroke(context: Context, { x, y, ux, uy }: Course, [from, to]: Part, aside: number, width: number): void {
  const [left, top] = [x + uy * aside, y - ux * aside];
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(left + ux * from, top + uy * from);
  context.lineTo(left + ux * to, top + uy * to);
  context.stroke();
}

function dashes(context: Context, pattern: number[], offset: number): void {
  context.setLineDash(pattern);
  context.lineDashOffset = offset;
}

function tick(context: Context, { x, y, ux, uy }: Course, along: number): void {
  context.lineWidth = 1.6;
  context.beginPath();
  context.moveTo(x + ux * along + uy * 5, y + uy * along - ux * 5);
  context.lineTo(x + ux * along - uy * 5, y + uy * along + ux * 5);
  context.stroke();
}

function arrow(context: Context, { x, y, ux, uy, length, head }: Course): void {
  const [ex, ey] = [x + ux * length, y + uy * length];
  context.fillStyle = context.strokeStyle;
  context.beginPath();
  context.moveTo(ex, ey);
  context.lineTo(ex - (ux - uy * 0.5) * head, ey - (uy + ux * 0.5) * head);
  context.lineTo(ex - (ux + uy * 0.5) * head, ey - (uy - ux * 0.5) * head);
  context.fill();
}

function paintNode(context: Context, { nodes, colours }: Drawing, view: View, at: number): void {
  const { x, y } = applied(view.map, { x: nodes[at]!, y: nodes[at + 1]! });
  const radius = nodes[at + NODE.size]! / view.sizeRatio;
  if (x < -radius - 8 || y < -radius - 8 || x > view.width + radius + 8 || y > view.height + radius + 8) return;
  const shape = SHAPES[nodes[at + NODE.shape]!] ?? "dot";
  const marks = nodes[at + NODE.marks]!;
  const rim = colours[nodes[at + NODE.rim]!]!;
  outline(context, shape, x, y, radius - 0.8);
  context.fillStyle = colours[nodes[at + NODE.colour]!]!;
  context.fill();
  ring(context, rim, 1.6);
  const sanctioned = marks & MARKS.sanctioned ? 1 : 0;
  if (sanctioned) (outline(context, shape, x, y, radius + 2.5), ring(context, SANCTIONED, 2.1));
  if (marks & MARKS.chosen) (outline(context, shape, x, y, radius + 4 * sanctioned + 2.3), ring(context, rim, 2.2));
  if (marks & MARKS.pinned) {
    outline(context, "dot", x, y, 2);
    context.fillStyle = rim;
    context.fill();
  }
}

function outline(context: Context, shape: string, x: number, y: number, radius: number): void {
  context.beginPath();
  if (shape === "dot") context.arc(x, y, Math.max(radius, 0.5), 0, 2 * Math.PI);
  else for (const [dx, dy] of corners(shape)) context.lineTo(x + dx * radius, y + dy * radius);
  context.closePath();
}

function ring(context: Context, colour: string, width: number): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

function writeRelations(context: Context, drawing: Drawing, view: View): void {
  const write = edgeLabels(() => drawing);
  const end = (node: number) => ({ ...applied(view.map, { x: drawing.nodes[node * NODE.columns]!, y: drawing.nodes[node * NODE.columns + 1]! }), size: drawing.nodes[node * NODE.columns + NODE.size]! / view.sizeRatio });
  for (const [edge, label] of drawing.relations) {
    const at = edge * EDGE.columns;
    const [source, target] = [drawing.edges[at + EDGE.source]!, drawing.edges[at + EDGE.target]!];
    write(context, { label, aside: drawing.edges[at + EDGE.aside]! }, end(source), end(target), { ...RELATION, edgeLabelFont: drawing.font });
  }
}

/** Write the names of the largest nodes in sight, none over another. */
function writeNames(context: Context, drawing: Drawing, view: View): void {
  const { nodes, names } = drawing;
  const write = nodeLabels(() => drawing, false);
  const sizeOf = (node: number) => nodes[node * NODE.columns + NODE.size]! / view.sizeRatio;
  const large = [...names.keys()].filter((node) => names[node] && sizeOf(node) >= LEAST).sort((a, b) => sizeOf(b) - sizeOf(a));
  const [, , , , left, top] = view.map; // places are taken in the picture, not on the screen: moved, it has the same names
  const taken = new Set<string>();
  let written = 0;
  for (const node of large) {
    const { x, y } = applied(view.map, { x: nodes[node * NODE.columns]!, y: nodes[node * NODE.columns + 1]! });
    if (x < -80 || y < -40 || x > view.width + 80 || y > view.height + 20) continue;
    const size = sizeOf(node);
    const cells = under(x - left, y + size - top, wide(names[node]!));
    if (cells.some((cell) => taken.has(cell))) continue;
    cells.forEach((cell) => taken.add(cell));
    write(context, { key: "", label: names[node]!, x, y, size, color: "" }, { ...NAME, labelFont: drawing.font });
    if (++written === NAMES) return;
  }
}

/** Give about how wide a name is written, without asking for each letter. */
function wide(name: string): number {
  return [...name].reduce((sum, letter) => sum + (letter < "\u2e80" ? 0.55 : 1), 0) * NAME.labelSize;
}

function under(x: number, y: number, width: number): string[] {
  const [left, right, top, bottom] = [x - width / 2, x + width / 2, y, y + NAME.labelSize].map((each) => Math.floor(each / CELL)) as [number, number, number, number];
  return Array.from({ length: (right - left + 1) * (bottom - top + 1) }, (_, k) => `${left + (k % (right - left + 1))} ${top + Math.floor(k / (right - left + 1))}`);
}
