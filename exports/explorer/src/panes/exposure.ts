// Exposure: the chains that lead from an entity to sanctioned parties, lit in the picture.
import { api } from "../api";
import { button, fill, h } from "../dom";
import type { Desk } from "../parts";
import type { Pane } from "../state";
import { nameOf, t } from "../words";
import { strip } from "./paths";

type ExposurePane = Extract<Pane, { kind: "exposure" }>;
const MOST = 20; // chains that are drawn and listed

/** Show the chains of an entity, and light them in the picture. */
export async function showExposure(desk: Desk, host: HTMLElement, pane: ExposurePane): Promise<void> {
  fill(host, h("p", { class: "about" }, t("loading")));
  const told = await api.exposure(pane.id);
  desk.known.learn({ nodes: told.nodes });
  if (desk.store.state.pane !== pane) return;
  const chains = told.chains.slice(0, MOST);
  const name = nameOf(desk.known.entities.get(pane.id), pane.id);
  fill(host, h("h2", {}, t("exposure.title", { name })),
    h("p", { class: "about" }, chains.length ? t("exposure.found", { count: told.chains.length }) : t("exposure.nothing")),
    chains.length < told.chains.length ? h("p", { class: "rest" }, t("shown.of", { shown: chains.length, total: told.chains.length })) : null,
    chains.length ? button(t("exposure.all"), () => lightAll(), { class: "plain" }) : null,
    h("ol", { class: "strips" }, ...chains.map((chain, number) => strip(desk, host, chain, number))));
  const edges = chains.flatMap((chain) => [...chain.edges]);
  const lightAll = () => desk.store.set({ lit: chains.length ? new Set(edges.map(({ id }) => id)) : null });
  const ids = [...new Set([pane.id, ...edges.flatMap((edge) => [edge.subject, edge.object])])];
  if (ids.some((id) => !desk.store.state.scene.nodes.has(id))) await desk.actions.show({ edges }, ids);
  lightAll();
}
