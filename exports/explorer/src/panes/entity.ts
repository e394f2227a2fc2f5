// One entity: its names, tickers, who sanctions it, what it is related to.
import { api, filterValues } from "../api";
import type { EntityDetails } from "../contract";
import { button, fill, h } from "../dom";
import { entityJudging } from "../curate";
import type { Desk } from "../parts";
import type { Pane } from "../state";
import { count, label, nameOf, t } from "../words";
import { kindMark, relationMark } from "./marks";

type EntityPane = Extract<Pane, { kind: "entity" }>;
const EDGES = 60; // edges of the picture that are listed

/** Show an entity. */
export async function showEntity(desk: Desk, host: HTMLElement, pane: EntityPane): Promise<void> {
  const entity = await api.entity(pane.id, filterValues(desk.store.state.scene.filters, desk.known.schema));
  if (desk.store.state.pane !== pane) return;
  desk.known.entities.set(entity.id, entity);
  const kind = desk.known.types.get(entity.type);
  const name = nameOf(entity);
  const others = [...new Set([...Object.values(entity.names), ...entity.aliases])].filter((each) => each && each !== name);
  fill(host,
    h("header", { class: "entity-head" }, kindMark(kind, entity.sanctioned.length > 0),
      h("h2", {}, name),
      h("p", { class: "about" }, [...entity.tickers, label(kind?.labels, entity.type)].join(" · "))),
    sanctions(desk, entity),
    verbs(desk, entity.id),
    others.length ? h("details", { class: "names" }, h("summary", {}, t("entity.names", { count: others.length })), h("ul", {}, ...others.map((each) => h("li", {}, each)))) : null,
    h("h3", {}, t("entity.relations", { count: entity.claims })),
    counts(desk, entity),
    edgesHere(desk, entity.id),
    entityJudging(desk, entity),
    note(desk, entity.id),
    h("p", { class: "about" }, h("a", { href: `/id/${entity.id.split("/").map(encodeURIComponent).join("/")}`, target: "_blank", rel: "noopener" }, t("entity.page"))));
}

function sanctions(desk: Desk, entity: EntityDetails): HTMLElement | null {
  if (!entity.sanctioned.length) return null;
  const lists = entity.sanctioned.filter((id) => id.startsWith("list/")).map((id) => h("li", {}, id.replace(/^list\//, "").replace("#", " · ")));
  const news = entity.sanctions.map((by) => {
    const pane: Pane = { kind: "edge", subject: by.id, relation: "sanctions", object: entity.id };
    desk.known.entities.set(by.id, by);
    return h("li", {}, button(nameOf(by), () => desk.store.set({ pane }), { class: "link" }));
  });
  return h("section", { class: "sanction-box" }, h("h3", {}, t("sanctioned.by")), h("ul", {}, ...news, ...lists));
}

function verbs(desk: Desk, id: string): HTMLElement {
  const there = desk.store.state.scene.nodes.has(id);
  const add = there ? null : button(t("show"), () => void desk.actions.show({}, [id], { selected: [id] }));
  return h("div", { class: "verbs" }, add,
    there ? button(t("expand"), () => desk.open(id)) : null,
    button(t("exposure"), () => desk.store.set({ pane: { kind: "exposure", id } })));
}

function counts(desk: Desk, entity: EntityDetails): HTMLElement {
  const rows = entity.counts.filter((each) => each.neighbours).map((each) =>
    h("li", {}, relationMark(each.relation, desk.known, each.direction === "in"), h("span", { class: "count" }, count(each.neighbours))));
  return h("ul", { class: "counts" }, ...rows);
}

function edgesHere(desk: Desk, id: string): HTMLElement | null {
  const nodes = new Set(desk.known.visible(desk.store.state.scene));
  const edges = [...desk.known.among(nodes).filter((edge) => edge.subject === id || edge.object === id), ...desk.known.loops(id)];
  if (!edges.length) return null;
  const rows = edges.sort((a, b) => b.sources - a.sources || (a.id < b.id ? -1 : 1)).slice(0, EDGES).map(({ subject, relation, object, sources }) => {
    const other = subject === id ? object : subject;
    const open = button(relationMark(relation, desk.known, object === id), () => desk.store.set({ pane: { kind: "edge", subject, relation, object } }), { class: "row", "data-key": `${subject} ${relation} ${object}` });
    open.append(h("span", { class: "other" }, nameOf(desk.known.entities.get(other), other)), h("span", { class: "count" }, t("sources", { count: sources })));
    return h("li", {}, open);
  });
  return h("section", {}, h("h3", {}, t("entity.here", { count: edges.length })), h("ul", { class: "rows" }, ...rows));
}

function note(desk: Desk, id: string): HTMLElement {
  const area = h("textarea", { rows: 2, id: "note", placeholder: t("note.hint") });
  area.value = desk.store.state.notes.get(id) ?? "";
  area.addEventListener("change", () => {
    const notes = new Map(desk.store.state.notes);
    if (area.value.trim()) notes.set(id, area.value);
    else notes.delete(id);
    desk.store.set({ notes });
  });
  return h("p", { class: "note" }, h("label", { for: "note" }, t("note")), area);
}
