// Exposure: the sanctioned parties that are near an entity, with the chains that lead there, lit in the picture.
import { api } from "../api";
import type { SanctionedParty } from "../contract";
import { button, fill, h } from "../dom";
import type { Desk } from "../parts";
import type { Pane } from "../state";
import { nameOf, t } from "../words";
import { kindMark } from "./marks";
import { bring, light, strip } from "./paths";

type ExposurePane = Extract<Pane, { kind: "exposure" }>;

/** Show who is near, and light the chains in the picture. */
export async function showExposure(desk: Desk, host: HTMLElement, pane: ExposurePane): Promise<void> {
  fill(host, h("p", { class: "about" }, t("loading")));
  const told = await api.exposure(pane.id);
  desk.known.learn({ nodes: told.nodes });
  if (desk.store.state.pane !== pane) return;
  const chains = told.parties.flatMap((party) => [...party.chains]);
  const name = nameOf(desk.known.entities.get(pane.id), pane.id);
  const numbers = new Map(chains.map((chain, number) => [chain, number]));
  fill(host, h("h2", {}, t("exposure.title", { name })),
    h("p", { class: "about" }, told.total ? t("exposure.found", { count: told.total }) : t("exposure.nothing")),
    told.parties.length < told.total ? h("p", { class: "rest" }, t("shown.of", { shown: told.parties.length, total: told.total })) : null,
    chains.length ? button(t("exposure.all"), () => light(desk, chains), { class: "plain", "data-key": "all" }) : null,
    ...told.parties.map((party) => h("section", {}, heading(desk, party),
      h("ol", { class: "strips" }, ...party.chains.map((chain) => strip(desk, host, chain, numbers.get(chain)!))))));
  await bring(desk, chains, [pane.id]);
  light(desk, chains);
}

function heading(desk: Desk, { party, steps, sanctions, listed }: SanctionedParty): HTMLElement {
  const entity = desk.known.entities.get(party);
  const news = sanctions.map(({ subject, relation, object }) =>
    h("li", {}, button(t("exposure.by", { name: nameOf(desk.known.entities.get(subject), subject) }), () => desk.store.set({ pane: { kind: "edge", subject, relation, object } }), { class: "link" })));
  const lists = listed.map((entry) => h("li", {}, [entry.name, ...entry.programmes, entry.since, entry.confirmed ? "" : t("exposure.unconfirmed")].filter(Boolean).join(" \u00b7 ")));
  return h("div", { class: "sanction-box" },
    h("h3", {}, kindMark(desk.known.types.get(entity?.type ?? ""), true), nameOf(entity, party), h("span", { class: "sources" }, t("exposure.steps", { count: steps }))),
    h("ul", {}, ...news, ...lists));
}
