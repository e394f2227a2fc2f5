// What is in the picture as a table of edges (CSV) and as a graph (GraphML).
import type { Edge } from "../contract";
import type { Desk } from "../parts";
import { nameOf } from "../words";
import { escaped } from "./svg";

const COLUMNS = ["subject", "subject_name", "relation", "object", "object_name", "status", "sources", "claims", "confidence", "first", "last"] as const;
type Row = Record<(typeof COLUMNS)[number], string | number>;

/** Write a table of values as CSV; what a spreadsheet would take for a formula is kept from being one. */
export function table(columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number) => {
    const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** Write the edges of the picture as CSV. */
export function csv(desk: Desk): string {
  const rows = edges(desk).map((edge) => Object.values(row(desk, edge)));
  return table(COLUMNS, rows);
}

function edges({ known, store }: Desk): Edge[] {
  return known.among(new Set(known.visible(store.state.scene))).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function row({ known }: Desk, edge: Edge): Row {
  const { subject, relation, object, status, sources, claims, confidence, first, last } = edge;
  const name = (id: string) => nameOf(known.entities.get(id), id);
  return { subject, subject_name: name(subject), relation, object, object_name: name(object), status, sources, claims, confidence, first: first ?? "", last: last ?? "" };
}

/** Write the picture as GraphML, with the places of the nodes. */
export function graphml(desk: Desk): string {
  const { known, store } = desk;
  const keys = (of: string, names: readonly string[]) => names.map((name) => `  <key id="${name}" for="${of}" attr.name="${name}" attr.type="${NUMBERS.has(name) ? "double" : "string"}"/>`);
  const data = (values: Record<string, string | number>) => Object.entries(values).filter(([, value]) => value !== "").map(([name, value]) => `<data key="${name}">${escaped(String(value))}</data>`).join("");
  const nodes = known.visible(store.state.scene).sort().map((id) => {
    const entity = known.entities.get(id)!;
    const { x, y } = store.state.scene.nodes.get(id)!;
    const values = { name: nameOf(entity), type: entity.type, tickers: entity.tickers.join(" "), sanctioned_by: entity.sanctioned.join(" "), x, y, note: store.state.notes.get(id) ?? "" };
    return `    <node id="${escaped(id)}">${data(values)}</node>`;
  });
  const links = edges(desk).map((edge) => {
    const { relation, status, sources, claims, confidence, first, last } = row(desk, edge);
    return `    <edge id="${escaped(edge.id)}" source="${escaped(edge.subject)}" target="${escaped(edge.object)}">${data({ relation, status, sources, claims, confidence, first, last })}</edge>`;
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys("node", ["name", "type", "tickers", "sanctioned_by", "x", "y", "note"]), ...keys("edge", ["relation", "status", "sources", "claims", "confidence", "first", "last"]),
    '  <graph edgedefault="directed">', ...nodes, ...links, "  </graph>", "</graphml>", ""].join("\n");
}
const NUMBERS = new Set(["x", "y", "sources", "claims", "confidence"]);
