import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY, Store, shown, type Scene, type State } from "../src/state";

const usual: State = { scene: EMPTY, selected: [], pane: { kind: "none" }, room: "graph", lens: false, lit: null, notes: new Map(), language: "en", dark: false };
const nodes = (...ids: string[]): Scene["nodes"] => new Map(ids.map((id, k) => [id, { x: k, y: 0, pinned: false }]));
const ids = (store: Store) => [...store.state.scene.nodes.keys()].join("");

test("steps are undone and redone in their order", () => {
  const store = new Store(usual);
  assert.deepEqual([store.canUndo, store.canRedo, store.undo(), store.redo()], [false, false, false, false]);
  for (const step of ["a", "ab", "abc"]) store.edit({ nodes: nodes(...step) });
  assert.deepEqual([store.undo(), ids(store), store.undo(), ids(store)], [true, "ab", true, "a"]);
  assert.deepEqual([store.redo(), ids(store), store.canRedo], [true, "ab", true]);
  store.edit({ nodes: nodes("z") });
  assert.deepEqual([store.canRedo, store.redo(), ids(store)], [false, false, "z"]);
  assert.deepEqual([store.undo(), ids(store)], [true, "ab"]);
});

test("a layout belongs to the step that it followed", () => {
  const store = new Store(usual);
  store.edit({ nodes: nodes("a") });
  store.settle({ nodes: new Map([["a", { x: 9, y: 9, pinned: false }]]) });
  store.edit({ nodes: nodes("a", "b") });
  store.undo();
  assert.equal(store.state.scene.nodes.get("a")?.x, 9);
  store.undo();
  assert.equal(ids(store), "");
});

test("two hundred steps are kept", () => {
  const store = new Store(usual);
  for (let step = 0; step < 250; step++) store.edit({ nodes: nodes(String(step)) });
  let undone = 0;
  while (store.undo()) undone++;
  assert.equal(undone, 200);
  assert.equal(ids(store), "49");
});

test("what is undone takes what is no longer there out of the selection", () => {
  const store = new Store(usual);
  store.edit({ nodes: nodes("a") });
  store.edit({ nodes: nodes("a", "b") }, { selected: ["a", "b"] });
  store.undo();
  assert.deepEqual(store.state.selected, ["a"]);
});

test("watchers are told what changed, and of nothing where nothing did", () => {
  const store = new Store(usual);
  const told: string[] = [];
  store.watch((state, change) => told.push(`${[...change].join()} ${state.dark}`));
  store.set({ dark: false });
  store.set({ dark: true, lens: false });
  store.edit({ hidden: new Set(["a"]) }, { lens: true });
  assert.deepEqual(told, ["dark true", "scene,lens true"]);
});

test("what is hidden is not shown", () => {
  assert.deepEqual(shown({ ...EMPTY, nodes: nodes("a", "b", "c"), hidden: new Set(["b", "gone"]) }), ["a", "c"]);
});
