// What lines, shapes and colours say: always there to be opened.
import { fill, h } from "../dom";
import type { Desk, Part } from "../parts";
import { touched } from "../parts";
import { label, t } from "../words";
import { kindMark, lineMark, svg } from "./marks";

/** Make the legend. */
export function legend(desk: Desk): { element: HTMLElement; update: Part } {
  const element = h("details", { class: "legend" });
  const draw = () => {
    const { statuses, entityTypes, families } = desk.known.schema;
    const used = new Set(desk.known.visible(desk.store.state.scene).map((id) => desk.known.entities.get(id)?.type));
    const swatch = (colour: string) => svg("svg", { viewBox: "0 0 10 10", class: "swatch", "aria-hidden": "true" }, svg("rect", { width: 10, height: 10, rx: 2.5, fill: colour }));
    fill(element, h("summary", { "data-key": "legend" }, t("legend")),
      h("ul", {}, ...statuses.map((status) => h("li", { title: label(status.descriptions) }, lineMark(status), label(status.labels, status.id)))),
      h("ul", {}, ...entityTypes.filter(({ id }) => used.has(id)).map((kind) => h("li", {}, kindMark(kind), label(kind.labels, kind.id)))),
      h("ul", {}, ...families.map((family) => h("li", {}, swatch(family.colour), label(family.labels, family.id)))),
      h("p", {}, t("legend.width")),
      h("p", { class: "sanctioned-note" }, kindMark({ ...entityTypes[0]! }, true), t("legend.sanctioned")),
      desk.store.state.lens ? h("p", {}, t("legend.lens")) : null);
  };
  return { element, update: (_, change) => touched(change, "scene", "lens") && draw() };
}
