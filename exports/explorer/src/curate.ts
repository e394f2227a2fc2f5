// Curate: what the reader judges is sent to the service, which must have been started for it; each can be taken back.
import { api, snapshotShown } from "./api";
import type { Claim, Entity } from "./contract";
import { button, h } from "./dom";
import type { Desk } from "./parts";
import { nameOf, t } from "./words";

const KEPT = "guanxi.token";

/** Keep the token that came with the address, for this tab alone. */
export function keepToken(token: string | null): void {
  if (token) sessionStorage.setItem(KEPT, token);
}

/** Tell whether judgements can be made: the service takes them, and this tab has its token. */
export function canCurate(desk: Desk): boolean {
  return desk.known.schema.curate && sessionStorage.getItem(KEPT) !== null;
}

async function judge(desk: Desk, judgement: Record<string, unknown>, said: string): Promise<void> {
  try {
    const answer = await api.judge(judgement, sessionStorage.getItem(KEPT) ?? "");
    desk.say(said);
    if (answer.judgement) made.push(answer.judgement.number);
    desk.store.set({ pane: { ...desk.store.state.pane } });
    const before = snapshotShown();
    for (const end = Date.now() + PATIENCE; Date.now() < end && snapshotShown() === before; await api.schema())
      await new Promise((resolve) => setTimeout(resolve, PAUSE)); // the graph follows by itself; the page is told when it has
  } catch (error) {
    desk.failed(error);
  }
}
const PAUSE = 1500; // milliseconds between looks whether the graph has followed
const PATIENCE = 180_000; // milliseconds until the page looks no more by itself
const made: number[] = []; // numbers of the judgements of this page, to take the last one back

/** Offer to call a claim wrong, or to take that back. */
export function claimJudging(desk: Desk, claim: Claim): HTMLElement | null {
  if (!canCurate(desk)) return null;
  if (claim.judged !== null)
    return h("p", { class: "verbs" }, button(t("judge.undo"), () => void judge(desk, { undo: claim.judged }, t("judged.undone")), { "data-key": `judge ${claim.id}` }));
  return h("p", { class: "verbs" }, button(t("judge.wrong"), () => void judge(desk, { kind: "wrong", claim: claim.id }, t("judged.wrong")), { "data-key": `judge ${claim.id}` }));
}

/** Offer to call an entity and the other one selected the same, or not the same. */
export function entityJudging(desk: Desk, entity: Entity): HTMLElement | null {
  if (!canCurate(desk)) return null;
  const other = desk.store.state.selected.find((id) => id !== entity.id);
  const undo = made.length ? button(t("judge.undo.last"), () => void judge(desk, { undo: made.pop() }, t("judged.undone"))) : null;
  if (!other) return h("p", { class: "about" }, t("judge.select"), " ", undo);
  const name = nameOf(desk.known.entities.get(other), other);
  const pair = { a: entity.id, b: other };
  return h("p", { class: "verbs" },
    button(t("judge.same", { name }), () => void judge(desk, { kind: "same", ...pair }, t("judged.same"))),
    button(t("judge.different", { name }), () => void judge(desk, { kind: "different", ...pair }, t("judged.different"))),
    undo);
}
