// First sight: the most connected, the newest, the sanctioned and example questions; each leads into a picture.
import { api } from "../api";
import type { Asked, Claim, Overview } from "../contract";
import { button, fill, h, put } from "../dom";
import type { Desk } from "../parts";
import { count, label, nameOf, t } from "../words";
import { kindMark, relationMark, statusMark } from "./marks";

/** Make the first sight; it lies where the picture will be. */
export function overview(desk: Desk, ask: (question: Asked) => void) {
  const element = h("section", { class: "overview" });
  let told: Overview | null = null;
  const draw = () => {
    const { claims, articles, entities } = desk.known.schema.store;
    element.setAttribute("aria-label", t("overview"));
    fill(element,
      h("h1", {}, t("overview.title")),
      h("p", { class: "lead" }, t("overview.lead", { entities, claims, articles })),
      told ? h("div", { class: "cards" }, connected(desk, told), sentences(desk, t("overview.newest"), told.newest, told), sentences(desk, t("overview.sanctions"), told.sanctions, told), questions(told, ask))
        : h("p", { class: "about" }, t("loading")));
  };
  const load = async () => {
    draw();
    try {
      told = await api.overview();
      desk.known.learn({ nodes: [...told.nodes, ...told.connected] });
      draw();
    } catch (error) {
      desk.failed(error);
    }
  };
  return { element, draw, load };
}

function card(title: string, rows: readonly HTMLElement[]): HTMLElement {
  return h("section", { class: "card" }, h("h2", {}, title), rows.length ? h("ul", {}, ...rows.map((row) => h("li", {}, row))) : h("p", { class: "empty" }, t("overview.none")));
}

function connected(desk: Desk, told: Overview): HTMLElement {
  return card(t("overview.connected"), told.connected.slice(0, ENTITIES).map((entity) => {
    const row = button(kindMark(desk.known.types.get(entity.type), entity.sanctioned.length > 0), () => void desk.actions.show({ nodes: [entity] }, [entity.id], { selected: [entity.id], pane: { kind: "entity", id: entity.id } }).then(() => desk.open(entity.id)), { class: "row" });
    row.append(h("span", { class: "name" }, nameOf(entity)), h("span", { class: "count" }, count(entity.degree)));
    return row;
  }));
}

const ENTITIES = 8; // of a card
const SENTENCES = 6; // of a card

function sentences(desk: Desk, title: string, told: readonly Claim[], { nodes }: Overview): HTMLElement {
  const names = new Map(nodes.map((node) => [node.id, node]));
  return card(title, told.slice(0, SENTENCES).map((claim) => {
    const { subject, relation, object, status, article } = claim;
    const row = button("", () => void open(desk, claim), { class: "row claim-row" });
    put(row, h("span", { class: "name" }, nameOf(names.get(subject), subject)), relationMark(relation, desk.known), h("span", { class: "name" }, nameOf(names.get(object), object)),
      h("span", { class: "about" }, status === "actual" ? null : statusMark(desk.known.statuses.get(status), status), article.published));
    return row;
  }));
}

async function open(desk: Desk, { subject, relation, object }: Claim): Promise<void> {
  await desk.actions.show({}, [...new Set([subject, object])], { pane: { kind: "edge", subject, relation, object } });
  desk.picture.fit();
}

function questions({ questions: asked, nodes, connected: some }: Overview, ask: (question: Asked) => void): HTMLElement {
  const names = new Map([...nodes, ...some].map((node) => [node.id, nameOf(node)]));
  return card(t("overview.questions"), asked.map((question) => {
    const row = button(label(question.title, question.name), () => ask(question), { class: "row" });
    put(row, h("span", { class: "name" }, Object.values(question.values).map((value) => names.get(value) ?? value).join(" · ")));
    return row;
  }));
}
