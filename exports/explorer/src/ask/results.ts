// An answer as a table, as a picture, and as files.
import { api } from "../api";
import { button, fill, h } from "../dom";
import { save } from "../keep/save";
import { table } from "../keep/tables";
import type { Desk } from "../parts";
import { claimCard } from "../panes/evidence";
import { label, nameOf, t } from "../words";
import { BASE, VOCABULARY, type Answer, type Term } from "./answer";

const ROWS = 500; // that are shown
const MOST = 300; // entities that go into the picture
const BATCH = 100; // claims asked for at a time

export interface Shown {
  readonly answer: Answer;
  readonly took: number;
}

/** Show an answer. */
export function showAnswer(desk: Desk, host: HTMLElement, { answer, took }: Shown): void {
  if (answer.truth !== undefined) return fill(host, h("p", { class: "truth" }, t(answer.truth ? "ask.yes" : "ask.no")));
  const { rows } = answer;
  const counted = rows.length > ROWS ? t("ask.more", { shown: ROWS, total: rows.length }) : t(answer.triples ? "ask.triples" : "ask.rows", { count: rows.length });
  fill(host,
    h("p", { class: "verbs result-head", role: "status" }, h("span", { class: "about" }, `${counted} · ${t("ask.took", { milliseconds: Math.round(took) })}`),
      button(t("ask.asgraph"), () => void picture(desk, answer).catch(desk.failed), { disabled: !rows.length }),
      button(t("ask.download", { format: "CSV" }), () => save("guanxi.csv", table(answer.columns, rows.map((row) => row.map((term) => term?.value ?? ""))), "text/csv;charset=utf-8"), { disabled: !rows.length }),
      button(t("ask.download", { format: "JSON" }), () => save("guanxi.json", JSON.stringify(records(answer), null, 1), "application/json"), { disabled: !rows.length })),
    rows.length ? sheet(desk, answer) : h("p", { class: "empty" }, t("ask.none")));
}

function records({ columns, rows }: Answer): Record<string, string>[] {
  return rows.map((row) => Object.fromEntries(columns.flatMap((column, k) => (row[k] ? [[column, row[k]!.value]] : []))));
}

function sheet(desk: Desk, { columns, rows, evidence }: Answer): HTMLElement {
  const body = rows.slice(0, ROWS).flatMap((row, number) => {
    const claims = evidence?.[number] ?? [];
    const cells = columns.map((_, k) => h("td", {}, row[k] ? cell(desk, row[k]!) : ""));
    if (!evidence) return [h("tr", {}, ...cells)];
    const below = h("tr", { class: "sentences", hidden: true }, h("td", { colspan: columns.length + 1 }));
    const open = button(t("ask.sentences", { count: claims.length }), () => {
      below.hidden = !below.hidden;
      open.setAttribute("aria-expanded", String(!below.hidden));
      if (!below.hidden) fill(below.firstElementChild!, ...claims.map((claim) => claimCard(desk, claim)));
    }, { class: "link", "aria-expanded": "false", disabled: !claims.length });
    return [h("tr", {}, ...cells, h("td", {}, open)), below];
  });
  const heads = columns.map((column) => h("th", { scope: "col" }, column));
  return h("div", { class: "sheet", tabindex: "0", role: "region", "aria-label": t("ask.result") },
    h("table", {}, h("thead", {}, h("tr", {}, ...heads, evidence ? h("th", { scope: "col" }, t("evidence")) : null)), h("tbody", {}, ...body)));
}

function cell(desk: Desk, term: Term): HTMLElement | string {
  const id = entityId(term);
  if (id && desk.known.types.has(id.split("/")[0]!))
    return button(nameOf(desk.known.entities.get(id), id), () => void desk.actions.show({}, [id], { room: "graph", selected: [id], pane: { kind: "entity", id } }), { class: "link" });
  if (term.type === "relation") return label(desk.known.relations.get(term.value)?.labels, term.value);
  if (id) return h("a", { href: `/id/${id.split("/").map(encodeURIComponent).join("/")}`, target: "_blank", rel: "noopener" }, id);
  return term.type === "uri" && term.value.startsWith(VOCABULARY) ? `gx:${term.value.slice(VOCABULARY.length)}` : term.value;
}

/** Give the id of a thing of the store; the IRIs of the store write some signs with per cent. */
export function entityId(term: Term | null | undefined): string | null {
  if (term?.type !== "uri" || !term.value.startsWith(BASE)) return null;
  const path = term.value.slice(BASE.length);
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return path;
  }
}

/** Send what an answer tells of to the picture: entities in its cells, and the ends of its claims. */
async function picture(desk: Desk, answer: Answer): Promise<void> {
  const found = new Set<string>();
  const claims: string[] = [];
  for (const row of answer.rows)
    for (const term of row) {
      const id = entityId(term);
      if (id?.startsWith("claim/")) claims.push(id); // of a relation between two that may be no cells themselves
      else if (id && desk.known.types.has(id.split("/")[0]!)) found.add(id);
    }
  for (let at = 0; at < claims.length && found.size < MOST; at += BATCH) {
    const told = await api.claimsById(claims.slice(at, at + BATCH));
    for (const { subject, object } of told.claims) found.add(subject).add(object);
  }
  const ids = [...found].slice(0, MOST);
  if (!ids.length) return desk.say(t("ask.nograph"), true);
  await desk.actions.show({}, ids, { room: "graph", pane: { kind: "none" } }, true);
  desk.picture.fit();
  if (found.size > ids.length) desk.say(t("shown.of", { shown: ids.length, total: found.size }));
}

/** Learn the names of the entities in an answer, so that it can show them instead of their ids. */
export async function learnNames(desk: Desk, answer: Answer): Promise<void> {
  const ids = new Set<string>();
  for (const row of answer.rows.slice(0, ROWS))
    for (const term of row) {
      const id = entityId(term);
      if (id && desk.known.types.has(id.split("/")[0]!) && !desk.known.entities.has(id)) ids.add(id);
    }
  if (ids.size) desk.known.learn({ nodes: (await api.graph([...ids], {})).nodes });
}
