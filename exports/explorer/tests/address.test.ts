import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST, read, written } from "../src/address";
import { EMPTY, NO_FILTERS, type Placed, type State } from "../src/state";

const usual: State = { scene: EMPTY, selected: [], pane: { kind: "none" }, room: "graph", lens: false, lit: null, notes: new Map(), language: "en", dark: false };
const at = (x: number, y: number, more: Partial<Placed> = {}): Placed => ({ x, y, pinned: false, from: undefined, ...more });

function back(state: State) {
  const { token, ...view } = read(`#${written(state)}`);
  assert.equal(token, null);
  return view;
}

test("a view comes back from its address", () => {
  const nodes = new Map([
    ["company/3790.HK", at(-120, 40, { pinned: true })],
    ["person/張三@公司|甲~%7c#&=+ \u{1F600}", at(3, -9, { from: "company/3790.HK" })],
    ["company/a%25b", at(0, 0, { from: "person/張三@公司|甲~%7c#&=+ \u{1F600}" })],
  ]);
  const filters = { ...NO_FILTERS, relations: ["supplies", "owns"], types: ["place"], statuses: ["denied"], confidence: 0.35, sources: 3, publisher: "A & B | C", asOf: "2024-02-29", since: "", until: "2025-01-01" };
  const state: State = { ...usual, scene: { nodes, hidden: new Set(["company/a%25b"]), filters }, selected: [...nodes.keys()].slice(0, 2), room: "board", lens: true, language: "zh-Hant" };
  const { scene, selected, pane, room, lens, language } = state;
  assert.deepEqual(back(state), { scene, selected, pane, room, lens, language });
});

for (const pane of [
  { kind: "edge", subject: "company/a|b", relation: "supplies", object: "company/~" },
  { kind: "entity", id: "person/x%y" },
  { kind: "exposure", id: "company/1" },
  { kind: "article", id: "article/2024/一", claim: "claim/9", back: { kind: "none" } },
  { kind: "paths", ends: ["company/1", "company/2", "company/3"], open: 0 },
] as const) test(`the pane of ${pane.kind} comes back`, () => assert.deepEqual(back({ ...usual, pane }).pane, pane));

test("places are kept to whole units", () => {
  const nodes = new Map([["company/1", at(1.4, -0.6)]]);
  assert.deepEqual(back({ ...usual, scene: { ...EMPTY, nodes } }).scene.nodes.get("company/1"), at(1, -1));
});

test("an address holds no more than it can", () => {
  const many = (count: number) => new Map(Array.from({ length: count }, (_, k) => [`company/${k}`, at(k, k)]));
  assert.equal(back({ ...usual, scene: { ...EMPTY, nodes: many(MOST) } }).scene.nodes.size, MOST);
  assert.equal(back({ ...usual, scene: { ...EMPTY, nodes: many(MOST + 1) } }).scene.nodes.size, 0);
});

test("what is no word of an address is passed over", () => {
  const view = read("#nodes=|~~|company/1~x~1e999~q|&confidence=7&sources=-2&asOf=yesterday&selected=company/2&room=cellar&lang=xx&pane=edge|a&since=2024-1-1&nonsense");
  assert.deepEqual([...view.scene.nodes], [["company/1", at(0, 0)]]);
  assert.deepEqual(view.scene.filters, { ...NO_FILTERS, confidence: 1 });
  assert.deepEqual([view.selected, view.room, view.language, view.pane], [[], "graph", null, { kind: "none" }]);
  assert.equal(read("").scene, EMPTY);
  assert.equal(read("#token=abc").token, "abc");
});
