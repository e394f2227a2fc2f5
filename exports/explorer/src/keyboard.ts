// Keys: search, neighbours, expand, collapse, path, evidence, fit, undo; a list of all of them.
import { button, fill, h } from "./dom";
import type { Desk } from "./parts";
import type { Verbs } from "./panes/toolbar";
import { sentenceOf } from "./panes/marks";
import { nameOf, t } from "./words";

const KEYS: readonly [string, string][] = [
  ["/", "key.search"], ["← → ↑ ↓", "key.move"], ["Enter", "key.expand"], ["Backspace", "key.collapse"], ["Space", "key.add"],
  ["E", "key.evidence"], ["P", "key.path"], ["X", "key.exposure"], ["D", "key.lens"], ["F", "key.fit"], ["L", "key.layout"], ["N", "key.pin"],
  ["H", "key.hide"], ["Z", "key.undo"], ["Shift Z", "key.redo"], ["Esc", "key.away"], ["?", "key.all"],
];

const TYPED = "textarea, select, input:not([type=checkbox], [type=radio], [type=range], [type=file])";

/** Make the list of all keys. */
export function keyList(): HTMLDialogElement {
  const dialog = h("dialog", { class: "keys" });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return dialog;
}

export function showKeys(dialog: HTMLDialogElement): void {
  fill(dialog, h("h2", {}, t("keys")), button("×", () => dialog.close(), { class: "plain shut", "aria-label": t("close") }),
    h("dl", {}, ...KEYS.flatMap(([key, said]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, t(said))])));
  dialog.setAttribute("aria-label", t("keys"));
  dialog.showModal();
}

export interface Keys extends Verbs {
  search(): void;
  keys(): void;
  exposure(): void;
  away(): void;
}

/** Listen to keys, unless something is being typed. */
export function listenToKeys(desk: Desk, keys: Keys): void {
  addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    const typing = event.composedPath().some((each) => each instanceof HTMLElement && (each.isContentEditable || each.matches(TYPED)));
    if (event.key === "/" && !typing) return act(event, keys.search);
    if (typing || event.altKey || event.metaKey || desk.store.state.room !== "graph" || document.querySelector("dialog[open]")) return;
    if (event.ctrlKey) return event.key.toLowerCase() === "z" ? act(event, event.shiftKey ? keys.redo : keys.undo) : undefined;
    const pressed = byKey(desk, keys, event);
    const onControl = target.closest("button, a, summary, input") !== null && ["Enter", " "].includes(event.key);
    if (pressed && !onControl) act(event, pressed);
  });
}

function act(event: KeyboardEvent, verb: () => void): void {
  event.preventDefault();
  verb();
}

function byKey(desk: Desk, keys: Keys, event: KeyboardEvent): (() => void) | undefined {
  const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const arrow = arrows[event.key];
  if (arrow) {
    const inPicture = document.activeElement === document.body || desk.picture.sigma.getContainer().contains(document.activeElement);
    return inPicture ? () => step(desk, ...arrow) : undefined;
  }
  const { selected } = desk.store.state;
  const table: Record<string, () => void> = {
    "?": keys.keys, Enter: keys.expand, Backspace: keys.collapse, e: () => evidence(desk), p: keys.path, f: keys.fit, l: keys.layOut, n: keys.pin,
    h: keys.hide, Delete: keys.hide, z: event.shiftKey ? keys.redo : keys.undo, x: keys.exposure, d: keys.lens, Escape: keys.away,
    " ": () => mark(desk),
  };
  const verb = table[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  return event.key === " " && !selected.length ? undefined : verb;
}

/** Keep what is selected while going on: the next one that is chosen joins it. */
function mark(desk: Desk): void {
  kept = [...desk.store.state.selected];
  desk.say(t("kept", { count: kept.length }));
}
let kept: string[] = [];

/** Go to the neighbour that lies most in a direction. */
function step(desk: Desk, dx: number, dy: number): void {
  const { graph } = desk.picture;
  const { selected } = desk.store.state;
  const at = selected.at(-1);
  if (!at || !graph.hasNode(at)) {
    const first = graph.nodes()[0];
    if (first) choose(desk, first, null);
    return;
  }
  const here = graph.getNodeAttributes(at);
  let best: [string, number] | null = null;
  for (const id of graph.neighbors(at)) {
    const there = graph.getNodeAttributes(id);
    const [x, y] = [Number(there["x"]) - Number(here["x"]), Number(there["y"]) - Number(here["y"])];
    const along = (x * dx + y * dy) / (Math.hypot(x, y) || 1);
    if (along > 0.3 && (!best || along > best[1])) best = [id, along];
  }
  if (best) choose(desk, best[0], at);
}

function choose(desk: Desk, id: string, from: string | null): void {
  const selected = kept.length ? [...kept.filter((each) => each !== id), id] : [id];
  kept = [];
  const entity = desk.known.entities.get(id);
  desk.store.set({ selected, pane: { kind: "entity", id } });
  const edge = from ? edgeBetween(desk, from, id) : undefined;
  desk.say(`${nameOf(entity, id)}. ${edge ? sentenceOf(edge, desk.known) : ""}`);
}

function edgeBetween(desk: Desk, one: string, other: string) {
  return desk.known.among(new Set([one, other])).find((edge) => edge.subject !== edge.object);
}

/** Open the evidence between the two that are selected, else the strongest edge of the one. */
function evidence(desk: Desk): void {
  const { selected, scene } = desk.store.state;
  const nodes = new Set(desk.known.visible(scene));
  const edges = desk.known.among(nodes).filter((edge) => selected.length > 1 ? selected.includes(edge.subject) && selected.includes(edge.object) : selected.includes(edge.subject) || selected.includes(edge.object));
  const edge = edges.sort((a, b) => b.sources - a.sources || (a.id < b.id ? -1 : 1))[0];
  if (edge) desk.store.set({ pane: { kind: "edge", subject: edge.subject, relation: edge.relation, object: edge.object } });
}
