// All entities in the picture as a list: for those who don't see it, and for those who look for one in it.
import { button, fill, h } from "../dom";
import type { Desk } from "../parts";
import { count, label, nameOf, t } from "../words";
import { kindMark } from "./marks";

const MOST = 200; // that are listed

/** List what is in the picture. */
export async function showContents(desk: Desk, host: HTMLElement): Promise<void> {
  const { known, store } = desk;
  const entities = known.visible(store.state.scene).map((id) => known.entities.get(id)!);
  entities.sort((a, b) => b.degree - a.degree || (a.id < b.id ? -1 : 1));
  const rows = entities.slice(0, MOST).map((entity) => {
    const kind = known.types.get(entity.type);
    const row = button(kindMark(kind, entity.sanctioned.length > 0), () => store.set({ selected: [entity.id], pane: { kind: "entity", id: entity.id } }), { class: "row", "data-key": entity.id });
    row.append(h("span", { class: "name" }, nameOf(entity)), entity.sanctioned.length ? h("span", { class: "sanctioned" }, t("sanctioned")) : "", h("span", { class: "about" }, label(kind?.labels, entity.type)));
    return h("li", {}, row);
  });
  fill(host, h("h2", {}, t("contents")), h("p", { class: "about" }, t("contents.hint")),
    h("ul", { class: "rows" }, ...rows), entities.length > MOST ? h("p", { class: "rest" }, t("shown.of", { shown: count(MOST), total: count(entities.length) })) : null);
}
