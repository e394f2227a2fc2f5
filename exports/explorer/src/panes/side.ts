// The right pane: what is looked at, whichever kind it is.
import { Refused } from "../api";
import { button, fill, h } from "../dom";
import type { Desk, Part } from "../parts";
import { touched } from "../parts";
import type { Pane } from "../state";
import { t } from "../words";
import { showArticle } from "./article";
import { showContents } from "./contents";
import { showEntity } from "./entity";
import { showEvidence } from "./evidence";
import { showExposure } from "./exposure";
import { showPaths } from "./paths";

type Show = (desk: Desk, host: HTMLElement, pane: never) => Promise<void>;
const SHOWS: Record<Pane["kind"], Show> = {
  none: showContents, entity: showEntity, edge: showEvidence, article: showArticle, paths: showPaths, exposure: showExposure,
};

/** Make the right pane. */
export function side(desk: Desk): { element: HTMLElement; update: Part } {
  const host = h("div", { class: "inside" });
  const shut = button("×", () => desk.store.set({ pane: { kind: "none" }, lit: null }), { class: "plain shut" });
  const element = h("aside", { class: "side", id: "side", tabindex: "-1" }, shut, host);
  const draw = async (pane: Pane) => {
    element.hidden = pane.kind === "none" && desk.store.state.scene.nodes.size === 0;
    shut.hidden = pane.kind === "none";
    shut.setAttribute("aria-label", t("close"));
    element.setAttribute("aria-label", t("side"));
    host.setAttribute("aria-busy", "true");
    try {
      await (SHOWS[pane.kind] as (desk: Desk, host: HTMLElement, pane: Pane) => Promise<void>)(desk, host, pane);
    } catch (error) {
      if (desk.store.state.pane !== pane) return;
      const gone = error instanceof Refused && error.status === 404;
      fill(host, h("p", { class: "empty" }, gone ? t("gone.one") : t("failed", { reason: error instanceof Error ? error.message : String(error) })));
    } finally {
      host.removeAttribute("aria-busy");
    }
  };
  return { element, update: (state, change) => {
    if (!touched(change, "pane") && !(change.has("scene") && state.pane.kind === "none")) return;
    if (change.has("pane")) element.scrollTop = 0;
    void draw(state.pane);
  } };
}
