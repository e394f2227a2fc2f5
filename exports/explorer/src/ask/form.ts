// A saved question as a form: one field for each of its parameters.
import type { Parameter, Question } from "../contract";
import { button, fill, h } from "../dom";
import { searchBox } from "../panes/search";
import type { Desk } from "../parts";
import { label, nameOf, t } from "../words";

/** Show a question as a form; `run` is given its values. */
export function showForm(desk: Desk, host: HTMLElement, question: Question, given: Readonly<Record<string, string>>, run: (values: Record<string, string>) => void): void {
  const values: Record<string, string> = { ...given };
  const form = h("form", { class: "question", novalidate: true },
    h("h2", {}, label(question.title, question.name)), h("p", { class: "about" }, label(question.description)),
    ...question.parameters.map((parameter) => field(desk, parameter, values)),
    h("p", { class: "verbs" }, h("button", { type: "submit", class: "main" }, t("ask.run"))),
    h("details", {}, h("summary", {}, t("ask.sparql")), h("pre", { tabindex: "0" }, question.query)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const missing = question.parameters.find(({ name, optional, default: usual }) => !values[name] && !optional && !usual);
    if (missing) {
      desk.say(t("ask.missing", { name: parameterName(desk, missing) }), true);
      form.querySelector<HTMLElement>(`[data-parameter="${missing.name}"] input`)?.focus();
    } else run(values);
  });
  fill(host, form);
}

function parameterName(desk: Desk, { name }: Parameter): string {
  const key = `parameter.${name}`;
  const said = t(key);
  return said === key ? label(desk.known.types.get(name)?.labels, name) : said;
}

function field(desk: Desk, parameter: Parameter, values: Record<string, string>): HTMLElement {
  const { name, kind, optional } = parameter;
  const id = `parameter-${name}`;
  const hint = optional || parameter.default ? h("span", { class: "about" }, ` ${t("ask.optional")}`) : null;
  const box = h("div", { class: "field", "data-parameter": name }, h("label", { for: id }, parameterName(desk, parameter), hint));
  box.append(kind === "entity" ? entityField(desk, id, name, values) : kind === "relation" ? relationField(desk, id, parameter, values) : plainField(id, parameter, values));
  return box;
}

function entityField(desk: Desk, id: string, name: string, values: Record<string, string>): HTMLElement {
  const chosen = h("p", { class: "chosen" });
  const choose = (entity: { id: string } | null) => {
    values[name] = entity?.id ?? "";
    fill(chosen, entity ? h("b", {}, nameOf(desk.known.entities.get(entity.id), entity.id)) : null,
      entity ? button("×", () => choose(null), { class: "plain", "aria-label": t("close") }) : null);
  };
  const search = searchBox(desk, (found) => {
    desk.known.entities.set(found.id, found);
    choose(found);
  }, id);
  const selected = values[name] ?? desk.store.state.selected.at(-1);
  if (selected) choose({ id: selected });
  return h("div", {}, search.element, chosen);
}

function relationField(desk: Desk, id: string, parameter: Parameter, values: Record<string, string>): HTMLElement {
  const select = h("select", { id }, ...desk.known.schema.relations.map((relation) => h("option", { value: relation.id }, label(relation.labels, relation.id))));
  select.value = values[parameter.name] = parameter.default ?? select.value;
  select.addEventListener("change", () => (values[parameter.name] = select.value));
  return select;
}

function plainField(id: string, { name, kind, default: usual }: Parameter, values: Record<string, string>): HTMLElement {
  const day = kind === "since" || kind === "until";
  const input = h("input", { id, type: "text", inputmode: kind === "number" ? "decimal" : null, placeholder: day ? t("ask.day") : "" });
  if (!day && usual) input.value = values[name] = usual;
  input.addEventListener("input", () => (values[name] = input.value.trim()));
  return input;
}
