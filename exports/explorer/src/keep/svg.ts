// The picture as SVG, with the same shapes and lines as on the screen; PNG is drawn from it.
import type { Edge } from "../contract";
import { lineOf, widthOf } from "../picture/look";
import { corners } from "../picture/shapes";
import type { Desk } from "../parts";
import { label, t } from "../words";

const MARGIN = 60;
interface Dot { x: number; y: number; radius: number }

/** Write text so that it is nothing but text in XML. */
export function escaped(text: string): string {
  const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (sign) => signs[sign]!).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
}

/** Draw what is in the picture; as large as on the screen now. */
export function drawn(desk: Desk): { text: string; width: number; height: number } {
  const { sigma, graph } = desk.picture;
  const dots = new Map<string, Dot>();
  graph.forEachNode((id, at) => {
    const { x, y } = sigma.graphToViewport({ x: at["x"] as number, y: at["y"] as number });
    dots.set(id, { x, y, radius: sigma.scaleSize(at["size"] as number) });
  });
  const [xs, ys] = [[...dots.values()].map(({ x }) => x), [...dots.values()].map(({ y }) => y)];
  const [left, top] = [low(xs) - MARGIN, low(ys) - MARGIN];
  const [width, height] = [Math.ceil(-low(xs.map((x) => -x)) + MARGIN - left), Math.ceil(-low(ys.map((y) => -y)) + MARGIN - top)];
  const style = getComputedStyle(document.documentElement);
  const [paper, ink] = [style.getPropertyValue("--paper").trim(), style.getPropertyValue("--ink").trim()];
  const edges = desk.known.among(new Set(graph.nodes())).map((edge) => edgeText(desk, edge, dots, ink));
  const nodes = graph.mapNodes((id, look) => nodeText(look, dots.get(id)!, paper, ink));
  const text = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left.toFixed(0)} ${top.toFixed(0)} ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, 'Noto Sans CJK TC', sans-serif">`,
    `<title>${escaped(t("export.title"))}</title>`,
    `<rect x="${left.toFixed(0)}" y="${top.toFixed(0)}" width="${width}" height="${height}" fill="${paper}"/>`,
    ...edges, ...nodes, "</svg>", "",
  ].join("\n");
  return { text, width, height };
}

function low(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}

function edgeText(desk: Desk, edge: Edge, dots: ReadonlyMap<string, Dot>, ink: string): string {
  const look = desk.picture.graph.getEdgeAttributes(edge.id);
  const [from, to] = [dots.get(edge.subject)!, dots.get(edge.object)!];
  const far = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [ux, uy] = [(to.x - from.x) / far, (to.y - from.y) / far];
  const aside = (look["aside"] as number) ?? 0;
  const [sx, sy] = [uy * aside, -ux * aside];
  const status = desk.known.statuses.get(edge.status);
  const width = widthOf(edge, status);
  const head = look["arrow"] ? 6 + 1.5 * width : 0;
  const x1 = from.x + ux * from.radius + sx;
  const y1 = from.y + uy * from.radius + sy;
  const x2 = to.x - ux * (to.radius + 2) + sx;
  const y2 = to.y - uy * (to.radius + 2) + sy;
  const colour = look["color"] as string;
  const line = lineOf(status);
  const more = { solid: "", ticked: "", double: "", dashed: ' stroke-dasharray="8 4"', dotted: ` stroke-dasharray="0.1 ${Math.max(width * 2.4, 4.5).toFixed(1)}" stroke-linecap="round"` }[line];
  const one = (off: number, wide: number) =>
    `<line x1="${(x1 + uy * off).toFixed(1)}" y1="${(y1 - ux * off).toFixed(1)}" x2="${(x2 - ux * head + uy * off).toFixed(1)}" y2="${(y2 - uy * head - ux * off).toFixed(1)}" stroke="${colour}" stroke-width="${wide.toFixed(1)}"${more}/>`;
  const lines = line === "double" ? one(width / 2 + 1.2, 1.4) + one(-width / 2 - 1.2, 1.4) : one(0, width);
  const [mx, my] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const tick = (off: number) => `M${(mx + ux * off + uy * 5).toFixed(1)} ${(my + uy * off - ux * 5).toFixed(1)}L${(mx + ux * off - uy * 5).toFixed(1)} ${(my + uy * off + ux * 5).toFixed(1)}`;
  const ticks = line === "ticked" ? `<path d="${tick(2.5)}${tick(-2.5)}" stroke="${colour}" stroke-width="1.6"/>` : "";
  const arrow = head ? `<polygon points="${x2.toFixed(1)},${y2.toFixed(1)} ${(x2 - ux * head + uy * head * 0.5).toFixed(1)},${(y2 - uy * head - ux * head * 0.5).toFixed(1)} ${(x2 - ux * head - uy * head * 0.5).toFixed(1)},${(y2 - uy * head + ux * head * 0.5).toFixed(1)}" fill="${colour}"/>` : "";
  const said = look["label"] ? `<text x="${mx.toFixed(1)}" y="${(my - 4).toFixed(1)}" font-size="10" text-anchor="middle" fill="${ink}">${escaped(String(look["label"]))}</text>` : "";
  return `<g><title>${escaped(`${label(desk.known.relations.get(edge.relation)?.labels, edge.relation)}, ${label(status?.labels, edge.status)}`)}</title>${lines}${ticks}${arrow}${said}</g>`;
}

function nodeText(look: Record<string, unknown>, { x, y, radius }: Dot, paper: string, ink: string): string {
  const shape = corners(String(look["shape"])).map(([dx, dy]) => `${(x + dx * radius).toFixed(1)},${(y + dy * radius).toFixed(1)}`).join(" ");
  const ring = look["sanctioned"] ? `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${(radius * 1.1 + 4).toFixed(1)}" fill="none" stroke="#d53800" stroke-width="2"/>` : "";
  const name = escaped(String(look["label"] ?? ""));
  return `<g><polygon points="${shape}" fill="${String(look["color"])}" stroke="${String(look["rim"])}" stroke-width="1.5"/>${ring}<text x="${x.toFixed(1)}" y="${(y + radius + 16).toFixed(1)}" font-size="13" text-anchor="middle" fill="${ink}" stroke="${paper}" stroke-width="3" paint-order="stroke">${name}</text></g>`;
}

/** Draw the picture as PNG, twice as fine as on the screen. */
export async function png(desk: Desk): Promise<Blob> {
  const { text, width, height } = drawn(desk);
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    const scale = Math.min(2, 8000 / Math.max(width, height));
    [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture")))));
  } finally {
    URL.revokeObjectURL(address);
  }
}
