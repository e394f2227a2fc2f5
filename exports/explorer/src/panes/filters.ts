// Filter: by relation, type, status, confidence, number of sources and publisher; the picture follows.
import { fill, h, type Child } from "../dom";
import type { Desk, Part } from "../parts";
import { touched } from "../parts";
import { NO_FILTERS, type Filters } from "../state";
import { count, label, percent, t } from "../words";
import { kindMark, lineMark, relationMark } from "./marks";

/** Make the filters' pane. */
export function filters(desk: Desk): { element: HTMLElement; update: Part } {
  const element = h("div", { class: "filters" });
  const later = (patch: Partial<Filters>) => desk.actions.filterSoon(patch);
  const draw = () => {
    const now = desk.store.state.scene.filters;
    const changed = JSON.stringify(now) !== JSON.stringify(NO_FILTERS);
    const reset = h("button", { type: "button", class: "plain", "data-key": "reset", hidden: !changed }, t("filters.reset"));
    reset.addEventListener("click", () => void desk.actions.filter(NO_FILTERS));
    fill(element, h("h2", {}, t("filters"), reset), relations(desk, now), statuses(desk, now), types(desk, now),
      slider(t("filters.confidence"), "confidence", { min: 0, max: 1, step: 0.05, value: now.confidence, said: percent }, (confidence) => later({ confidence })),
      slider(t("filters.sources"), "sources", { min: 1, max: 10, step: 1, value: now.sources, said: (value) => `≥ ${count(value)}` }, (sources) => later({ sources })),
      publishers(desk, now));
  };
  return { element, update: (state, change) => {
    if (touched(change) || (change.has("scene") && state.scene.filters !== drawn)) {
      drawn = state.scene.filters;
      draw();
    }
  } };
}
let drawn: Filters | null = null;

function toggled(list: readonly string[], ids: readonly string[], out: boolean): string[] {
  return out ? [...new Set([...list, ...ids])] : list.filter((id) => !ids.includes(id));
}

function box(key: string, checked: boolean, change: (checked: boolean) => void, ...content: Child[]): HTMLElement {
  const input = h("input", { type: "checkbox", "data-key": key });
  input.checked = checked;
  input.addEventListener("change", () => change(input.checked));
  return h("label", { class: "box" }, input, ...content);
}

function relations(desk: Desk, now: Filters): HTMLElement {
  const { families, relations: all } = desk.known.schema;
  const groups = families.map((family) => {
    const ids = all.filter((relation) => relation.family === family.id).map(({ id }) => id);
    const left = ids.filter((id) => now.relations.includes(id));
    const whole = box(`family ${family.id}`, left.length < ids.length, (on) => void desk.actions.filter({ relations: toggled(now.relations, ids, !on) }),
      h("span", { class: "family" }, relationMarkOf(desk, ids[0]!, label(family.labels, family.id))));
    const input = whole.querySelector("input")!;
    input.indeterminate = left.length > 0 && left.length < ids.length;
    const each = ids.map((id) => box(`relation ${id}`, !now.relations.includes(id), (on) => void desk.actions.filter({ relations: toggled(now.relations, [id], !on) }), relationMark(id, desk.known)));
    const details = h("details", { "data-family": family.id }, h("summary", { "aria-label": t("filters.each", { family: label(family.labels, family.id) }), "data-key": `more ${family.id}` }), ...each);
    details.open = opened.has(family.id);
    details.addEventListener("toggle", () => (details.open ? opened.add(family.id) : opened.delete(family.id)));
    return h("div", { class: "family-row" }, whole, details);
  });
  return h("fieldset", {}, h("legend", {}, t("filters.relations")), ...groups);
}
const opened = new Set<string>(); // families whose relations are listed

function relationMarkOf(desk: Desk, relation: string, said: string): HTMLElement {
  const mark = relationMark(relation, desk.known);
  mark.lastChild?.replaceWith(said);
  return mark;
}

function statuses(desk: Desk, now: Filters): HTMLElement {
  const rows = desk.known.schema.statuses.map((status) =>
    box(`status ${status.id}`, !now.statuses.includes(status.id), (on) => void desk.actions.filter({ statuses: toggled(now.statuses, [status.id], !on) }), lineMark(status), label(status.labels, status.id)));
  return h("fieldset", {}, h("legend", {}, t("filters.status")), ...rows);
}

function types(desk: Desk, now: Filters): HTMLElement {
  const rows = desk.known.schema.entityTypes.map((kind) =>
    box(`type ${kind.id}`, !now.types.includes(kind.id), (on) => void desk.actions.filter({ types: toggled(now.types, [kind.id], !on) }), kindMark(kind), label(kind.labels, kind.id)));
  return h("fieldset", {}, h("legend", {}, t("filters.types")), ...rows);
}

interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  said(value: number): string;
}

function slider(name: string, key: string, { said, ...range }: Range, change: (value: number) => void): HTMLElement {
  const output = h("span", { class: "value", "aria-hidden": "true" }, said(range.value)); // no output element: the label would be its
  const input = h("input", { type: "range", ...range, "data-key": key, "aria-valuetext": said(range.value) });
  input.addEventListener("input", () => {
    output.textContent = said(Number(input.value));
    input.setAttribute("aria-valuetext", said(Number(input.value)));
    change(Number(input.value));
  });
  return h("label", { class: "slider" }, h("span", {}, name), output, input);
}

function publishers(desk: Desk, now: Filters): HTMLElement {
  const select = h("select", { "data-key": "publisher" }, h("option", { value: "" }, t("filters.any")),
    ...desk.known.schema.publishers.map(({ name, articles }) => h("option", { value: name }, `${name} (${count(articles)})`)));
  select.value = now.publisher;
  select.addEventListener("change", () => void desk.actions.filter({ publisher: select.value }));
  return h("label", { class: "chooser" }, h("span", {}, t("filters.publisher")), select);
}
