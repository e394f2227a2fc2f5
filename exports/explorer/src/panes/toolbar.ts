// The verbs of the picture as buttons, for those who point; each has a key as well.
import { button, fill, h, icon } from "../dom";
import type { Desk, Part } from "../parts";
import { touched } from "../parts";
import { t } from "../words";

const ICONS = {
  undo: "M6 3 2 7l4 4M2 7h7a4 4 0 0 1 0 8H7",
  redo: "M10 3l4 4-4 4M14 7H7a4 4 0 0 0 0 8h2",
  fit: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
  layOut: "M8 2v4M8 10v4M2 8h4M10 8h4M3.5 3.5l2.5 2.5M10 10l2.5 2.5M12.5 3.5 10 6M6 10l-2.5 2.5",
  expand: "M8 3v10M3 8h10",
  collapse: "M3 8h10",
  pin: "M6 2h4l-.5 5L12 9H4l2.5-2zM8 9v5",
  hide: "M1 8s3-5 7-5 7 5 7 5-3 5-7 5-7-5-7-5zM2 14 14 2",
  only: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM1 1l3 3M15 1l-3 3M1 15l3-3M15 15l-3-3",
  path: "M3 13a2 2 0 1 0 0-.1M13 3a2 2 0 1 0 0-.1M4 11 11 5",
  lens: "M7 2a5 5 0 1 0 0 10A5 5 0 0 0 7 2zM11 11l4 4M7 4.5v5M4.5 7h5",
  clear: "M3 3l10 10M13 3 3 13",
} as const;
export type Verb = keyof typeof ICONS;
export type Verbs = Record<Verb, () => void>;

/** Make the toolbar over the picture. */
export function toolbar(desk: Desk, verbs: Verbs, exports: HTMLElement): { element: HTMLElement; update: Part } {
  const bar = h("div", { class: "toolbar", role: "toolbar" });
  const told = h("p", { class: "told", role: "status" });
  const element = h("div", { class: "over" }, bar, told);
  const draw = () => {
    const { scene, selected, lens, lit } = desk.store.state;
    const chosen = selected.length;
    const verb = (name: Verb, possible: boolean, pressed?: boolean) =>
      button(icon(ICONS[name]), verbs[name], {
        title: t(`verb.${name}`), "aria-label": t(`verb.${name}`), "data-key": name, disabled: !possible, "aria-pressed": pressed === undefined ? null : String(pressed), class: "tool",
      });
    bar.setAttribute("aria-label", t("toolbar"));
    fill(bar,
      h("span", { class: "group" }, verb("undo", desk.store.canUndo), verb("redo", desk.store.canRedo)),
      h("span", { class: "group" }, verb("fit", scene.nodes.size > 0), verb("layOut", scene.nodes.size > 1)),
      h("span", { class: "group" }, verb("expand", chosen === 1), verb("collapse", chosen === 1), verb("pin", chosen > 0), verb("hide", chosen > 0), verb("only", chosen > 0), verb("path", chosen > 1)),
      h("span", { class: "group" }, verb("lens", scene.nodes.size > 0, lens), exports, verb("clear", scene.nodes.size > 0)));
    const visible = new Set(desk.known.visible(scene));
    fill(told, scene.nodes.size ? t("picture.counts", { nodes: t("entities", { count: visible.size }), edges: t("relations", { count: desk.known.among(visible).length }) }) : "",
      scene.hidden.size ? button(t("hidden", { count: scene.hidden.size }), () => desk.actions.unhide(), { class: "link", "data-key": "unhide" }) : null,
      lit ? button(t("unlight"), () => desk.store.set({ lit: null }), { class: "link", "data-key": "unlight" }) : null,
      chosen > 1 ? t("selected", { count: chosen }) : null);
  };
  return { element, update: (_, change) => touched(change, "scene", "selected", "lens", "lit") && draw() };
}
