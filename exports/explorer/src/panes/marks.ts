// Small drawings and names that several parts of the page show: the mark of a type, of a status, of a relation.
import type { Edge, Entity, Kind, Status } from "../contract";
import { h } from "../dom";
import type { Knowledge } from "../knowledge";
import { lineOf } from "../picture/look";
import { points } from "../picture/shapes";
import { label, nameOf, t } from "../words";

const SPACE = "http://www.w3.org/2000/svg";

/** Make an SVG element. */
export function svg(tag: string, attributes: Record<string, string | number>, ...children: Element[]): SVGElement {
  const element = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** Draw the shape of a type, with the ring of who is sanctioned. */
export function kindMark(kind: Kind | undefined, sanctioned = false): SVGElement {
  const shape = svg("polygon", { points: points(kind?.shape ?? "dot", 9, 9, 5.4), fill: kind?.colour ?? "#999999", class: "rim" });
  const ring = svg("circle", { cx: 9, cy: 9, r: 7.8, class: "ring" });
  return svg("svg", { viewBox: "0 0 18 18", class: "mark", "aria-hidden": "true" }, ...(sanctioned ? [shape, ring] : [shape]));
}

/** Draw the line of a status as the picture does. */
export function lineMark(status: Status | undefined, colour = "currentColor"): SVGElement {
  const line = lineOf(status);
  const width = status?.thin ? 1.5 : 2.6;
  const drawn = (y: number, more: Record<string, string | number> = {}) =>
    svg("line", { x1: 2, x2: 34, y1: y, y2: y, stroke: colour, "stroke-width": width, ...more });
  const lines: Record<string, SVGElement[]> = {
    solid: [drawn(6)],
    dashed: [drawn(6, { "stroke-dasharray": "7 4" })],
    dotted: [drawn(6, { "stroke-dasharray": "0.1 4.6", "stroke-linecap": "round" })],
    double: [drawn(4, { "stroke-width": 1.4 }), drawn(8, { "stroke-width": 1.4 })],
    ticked: [drawn(6, { opacity: 0.5 }), svg("path", { d: "M16 1v10M20 1v10", stroke: colour, "stroke-width": 1.5 })],
  };
  return svg("svg", { viewBox: "0 0 36 12", class: "line", "aria-hidden": "true" }, ...lines[line]!);
}

/** Show a status as its line and its word. */
export function statusMark(status: Status | undefined, id: string): HTMLElement {
  return h("span", { class: "status", title: label(status?.descriptions) }, lineMark(status), label(status?.labels, id));
}

/** Show who is sanctioned by a word, for those who don't see the ring. */
export function sanctionMark(entity: Entity | undefined): HTMLElement | null {
  return entity?.sanctioned.length ? h("span", { class: "sanctioned" }, t("sanctioned")) : null;
}

/** Say an edge in words: supplier supplies customer. */
export function sentenceOf(edge: Pick<Edge, "subject" | "relation" | "object">, known: Knowledge): string {
  const name = (id: string) => nameOf(known.entities.get(id), id);
  return `${name(edge.subject)} ${label(known.relations.get(edge.relation)?.labels, edge.relation)} ${name(edge.object)}`;
}

/** Show a relation with the colour of its family. */
export function relationMark(relation: string, known: Knowledge, inverse = false): HTMLElement {
  const about = known.relations.get(relation);
  const swatch = svg("svg", { viewBox: "0 0 10 10", class: "swatch", "aria-hidden": "true" },
    svg("rect", { width: 10, height: 10, rx: 2.5, fill: known.colour(relation) }));
  const said = (inverse && about?.inverse && label(about.inverse)) || label(about?.labels, relation);
  return h("span", { class: "relation" }, swatch, said);
}
