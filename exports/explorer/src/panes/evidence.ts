// Prove: the claims behind an edge, strongest first, each with its sentence; what contradicts stands beside it.
import { api } from "../api";
import type { Claim, Claims } from "../contract";
import { button, fill, h, webAddress } from "../dom";
import type { Desk } from "../parts";
import type { Pane } from "../state";
import { label, money, nameOf, percent, t } from "../words";
import { claimJudging } from "../curate";
import { relationMark, statusMark } from "./marks";
import { quoted } from "./quote";

type EdgePane = Extract<Pane, { kind: "edge" }>;

/** Show the claims behind an edge. */
export async function showEvidence(desk: Desk, host: HTMLElement, pane: EdgePane): Promise<void> {
  const told = await api.claims(pane.subject, pane.relation, pane.object);
  desk.known.learn({ nodes: told.nodes });
  if (desk.store.state.pane !== pane) return;
  draw(desk, host, pane, told);
}

function draw(desk: Desk, host: HTMLElement, pane: EdgePane, told: Claims): void {
  const link = (id: string) => button(nameOf(desk.known.entities.get(id), id), () => desk.store.set({ pane: { kind: "entity", id } }), { class: "link" });
  const groups = grouped(desk, told.claims);
  fill(host,
    h("header", { class: "edge-head" },
      h("h2", {}, link(pane.subject), " ", relationMark(pane.relation, desk.known), " ", link(pane.object)),
      h("p", { class: "about" }, t("evidence.counts", { claims: t("claims", { count: told.total }), articles: t("articles", { count: new Set(told.claims.map((claim) => claim.article.id)).size }) }))),
    ...(told.claims.length ? groups : [h("p", { class: "empty" }, t("evidence.nothing"))]),
    told.total > told.claims.length ? h("p", { class: "rest" }, t("shown.of", { shown: told.claims.length, total: told.total })) : null);
}

/** Group claims by status in the order of the schema; denials and endings come right after what they concern. */
function grouped(desk: Desk, claims: readonly Claim[]): HTMLElement[] {
  const byStatus = new Map<string, Claim[]>();
  for (const claim of claims) byStatus.get(claim.status)?.push(claim) ?? byStatus.set(claim.status, [claim]);
  const order = desk.known.schema.statuses.map(({ id }) => id).filter((id) => byStatus.has(id));
  return order.map((id) => {
    const group = byStatus.get(id)!;
    const sources = Math.max(...group.map((claim) => claim.sources));
    const against = group.some((claim) => claim.contradicts.length);
    return h("section", { class: against ? "claims against" : "claims" },
      h("h3", {}, statusMark(desk.known.statuses.get(id), id),
        h("span", { class: "sources" }, t("sources", { count: sources })),
        against ? h("span", { class: "contradicted" }, t("contradicted")) : null),
      ...group.map((claim) => claimCard(desk, claim)));
  });
}

/** Show one claim: the sentence, what it says beside, who says so. */
export function claimCard(desk: Desk, claim: Claim): HTMLElement {
  const { article } = claim;
  const back = desk.store.state.pane;
  const web = webAddress(article.url);
  const open = button(article.title || article.id, () => desk.store.set({ room: "graph", pane: { kind: "article", id: article.id, claim: claim.id, back } }), { class: "link", "data-key": `article ${claim.id}` });
  return h("article", { class: claim.judged !== null ? "claim wrong" : "claim", id: claim.id },
    quoted(claim.quote, claim.marks),
    facts(desk, claim),
    h("p", { class: "from" }, open, " ",
      h("span", { class: "about" }, [article.publisher, article.published].filter(Boolean).join(" · ")),
      web ? h("a", { href: web, target: "_blank", rel: "noopener noreferrer nofollow", "aria-label": t("article.web") }, " ↗") : null),
    article.reprintOf ? h("p", { class: "about" }, t("reprint")) : null,
    claim.judged !== null ? h("p", { class: "judged" }, t("judged.wrong")) : null,
    claimJudging(desk, claim));
}

function facts(desk: Desk, claim: Claim): HTMLElement {
  const { amount, currency, ...rest } = claim.qualifiers;
  const rows: [string, string][] = [];
  if (amount !== undefined) rows.push([named(desk, "amount"), money(Number(amount), currency === undefined ? undefined : String(currency))]);
  for (const [key, value] of Object.entries(rest)) rows.push([named(desk, key), key === "stake" ? `${value}%` : String(value)]);
  rows.push([t("confidence"), percent(claim.confidence)]);
  return h("dl", { class: "facts" }, ...rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

function named(desk: Desk, qualifier: string): string {
  return label(desk.known.schema.qualifiers.find(({ id }) => id === qualifier)?.labels, qualifier);
}

