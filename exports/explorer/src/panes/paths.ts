// Path: how two or more entities are linked; each way is a strip that can be lit, each step leads to its evidence.
import { api, filterValues } from "../api";
import type { Chain, Edge } from "../contract";
import { button, fill, h, put } from "../dom";
import type { Desk } from "../parts";
import type { Pane } from "../state";
import { nameOf, t } from "../words";
import { kindMark, relationMark, statusMark } from "./marks";

type PathsPane = Extract<Pane, { kind: "paths" }>;

/** Show the ways between the ends, and put them into the picture. */
export async function showPaths(desk: Desk, host: HTMLElement, pane: PathsPane): Promise<void> {
  const filters = filterValues(desk.store.state.scene.filters, desk.known.schema);
  const found: Chain[] = [];
  fill(host, h("p", { class: "about" }, t("loading")));
  for (const [from, to] of pairs(pane.ends)) {
    const told = await api.paths(from, to, filters);
    desk.known.learn({ nodes: told.nodes });
    found.push(...told.paths);
  }
  if (desk.store.state.pane !== pane) return;
  draw(desk, host, pane, found);
  await bring(desk, found, pane.ends);
  light(desk, found.slice(pane.open, pane.open + 1));
}

/** Put all that ways lead over into the picture. */
export async function bring(desk: Desk, chains: readonly Chain[], ends: readonly string[]): Promise<void> {
  const ids = [...new Set([...ends, ...chains.flatMap(({ nodes }) => [...nodes])])];
  if (ids.some((id) => !desk.store.state.scene.nodes.has(id))) await desk.actions.show({ edges: edgesOf(chains) }, ids);
}

/** Give all edges of some ways. */
export function edgesOf(chains: readonly Chain[]): Edge[] {
  return chains.flatMap(({ steps }) => steps.flatMap((step) => [...step]));
}

function pairs(ends: readonly string[]): [string, string][] {
  return ends.flatMap((from, k) => ends.slice(k + 1).map((to): [string, string] => [from, to]));
}

/** Light some ways in the picture, or none. */
export function light(desk: Desk, chains: readonly Chain[]): void {
  desk.store.set({ lit: chains.length ? new Set(edgesOf(chains).map(({ id }) => id)) : null });
}

function draw(desk: Desk, host: HTMLElement, pane: PathsPane, found: readonly Chain[]): void {
  const ends = pane.ends.map((id) => nameOf(desk.known.entities.get(id), id)).join(" · ");
  fill(host, h("h2", {}, t("paths.title", { ends })),
    h("p", { class: "about" }, found.length ? t("paths.found", { count: found.length }) : t("paths.nothing")),
    h("ol", { class: "strips" }, ...found.map((path, number) => strip(desk, host, path, number))));
}

/** Show one way as a strip of entities and relations. */
export function strip(desk: Desk, host: HTMLElement, chain: Chain, number: number): HTMLElement {
  const lights = button(t("paths.light", { number: number + 1 }), () => {
    light(desk, [chain]);
    for (const each of host.querySelectorAll(".strip")) each.classList.toggle("open", each === item);
  }, { class: "plain lights", "data-key": `strip ${number}` });
  const stops = chain.nodes.map((id) => stop(desk, id));
  const between = chain.steps.map((edges, k) => h("span", { class: "between" }, ...edges.map((edge) => step(desk, edge, chain.nodes[k]!))));
  const item = h("li", { class: number ? "strip" : "strip open" }, lights, ...stops.flatMap((each, k) => (k ? [between[k - 1]!, each] : [each])));
  return item;
}

function step(desk: Desk, edge: Edge, from: string): HTMLElement {
  const { subject, relation, object } = edge;
  const open = button("\u2193 ", () => desk.store.set({ pane: { kind: "edge", subject, relation, object } }), { class: "step" });
  put(open, relationMark(relation, desk.known, subject !== from), edge.status === "actual" ? null : statusMark(desk.known.statuses.get(edge.status), edge.status), h("span", { class: "count" }, t("sources", { count: edge.sources })));
  return open;
}

function stop(desk: Desk, id: string): HTMLElement {
  const entity = desk.known.entities.get(id);
  const link = button(nameOf(entity, id), () => desk.store.set({ pane: { kind: "entity", id }, selected: [id] }), { class: "link" });
  return h("span", { class: "stop" }, kindMark(desk.known.types.get(entity?.type ?? ""), (entity?.sanctioned.length ?? 0) > 0), link);
}
