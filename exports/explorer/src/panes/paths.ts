// Path: how two or more entities are linked; each way is a strip that can be lit, each step leads to its evidence.
import { api, filterValues } from "../api";
import type { Edge, Path } from "../contract";
import { button, fill, h } from "../dom";
import type { Desk } from "../parts";
import type { Pane } from "../state";
import { nameOf, t } from "../words";
import { kindMark, relationMark, statusMark } from "./marks";

type PathsPane = Extract<Pane, { kind: "paths" }>;

/** Show the ways between the ends, and put them into the picture. */
export async function showPaths(desk: Desk, host: HTMLElement, pane: PathsPane): Promise<void> {
  const filters = filterValues(desk.store.state.scene.filters, desk.known.schema);
  const found: Path[] = [];
  fill(host, h("p", { class: "about" }, t("loading")));
  for (const [from, to] of pairs(pane.ends)) {
    const told = await api.paths(from, to, filters);
    desk.known.learn({ nodes: told.nodes });
    found.push(...told.paths);
  }
  if (desk.store.state.pane !== pane) return;
  draw(desk, host, pane, found);
  const ids = [...new Set(found.flatMap(({ edges }) => edges.flatMap((edge) => [edge.subject, edge.object])))];
  const missing = ids.filter((id) => !desk.store.state.scene.nodes.has(id));
  if (missing.length) await desk.actions.show({ edges: found.flatMap(({ edges }) => [...edges]) }, ids);
  light(desk, found[pane.open]?.edges);
}

function pairs(ends: readonly string[]): [string, string][] {
  return ends.flatMap((from, k) => ends.slice(k + 1).map((to): [string, string] => [from, to]));
}

function light(desk: Desk, edges: readonly Edge[] | undefined): void {
  desk.store.set({ lit: edges ? new Set(edges.map(({ id }) => id)) : null });
}

function draw(desk: Desk, host: HTMLElement, pane: PathsPane, found: readonly Path[]): void {
  const ends = pane.ends.map((id) => nameOf(desk.known.entities.get(id), id)).join(" · ");
  fill(host, h("h2", {}, t("paths.title", { ends })),
    h("p", { class: "about" }, found.length ? t("paths.found", { count: found.length }) : t("paths.nothing")),
    h("ol", { class: "strips" }, ...found.map((path, number) => strip(desk, host, path, number))));
}

/** Show one way as a strip of entities and relations. */
export function strip(desk: Desk, host: HTMLElement, { edges }: { edges: readonly Edge[] }, number: number): HTMLElement {
  const lights = button(t("paths.light", { number: number + 1 }), () => {
    light(desk, edges);
    for (const each of host.querySelectorAll(".strip")) each.classList.toggle("open", each === item);
  }, { class: "plain lights", "data-key": `strip ${number}` });
  const item = h("li", { class: number ? "strip" : "strip open" }, lights, ...steps(desk, edges));
  return item;
}

function steps(desk: Desk, edges: readonly Edge[]): HTMLElement[] {
  const order = walk(edges);
  return order.flatMap(({ from, edge, to }, k) => {
    const { subject, relation, object } = edge;
    const open = button(relationMark(relation, desk.known, subject !== from), () => desk.store.set({ pane: { kind: "edge", subject, relation, object } }), { class: "step" });
    open.prepend(subject === from ? "↓ " : "↓ ");
    open.append(edge.status === "actual" ? "" : statusMark(desk.known.statuses.get(edge.status), edge.status), h("span", { class: "count" }, t("sources", { count: edge.sources })));
    return k ? [open, end(desk, to)] : [end(desk, from), open, end(desk, to)];
  });
}

function end(desk: Desk, id: string): HTMLElement {
  const entity = desk.known.entities.get(id);
  const link = button(nameOf(entity, id), () => desk.store.set({ pane: { kind: "entity", id }, selected: [id] }), { class: "link" });
  return h("span", { class: "stop" }, kindMark(desk.known.types.get(entity?.type ?? ""), (entity?.sanctioned.length ?? 0) > 0), link);
}

/** Give the steps of a way in the order they are gone, whichever way each edge points. */
export function walk(edges: readonly Edge[]): { from: string; edge: Edge; to: string }[] {
  const [first, second] = edges;
  if (!first) return [];
  const joins = second ? [second.subject, second.object] : [first.object];
  let at = joins.includes(first.object) ? first.subject : first.object;
  return edges.map((edge) => {
    const from = at;
    at = edge.subject === from ? edge.object : edge.subject;
    return { from, edge, to: at };
  });
}
