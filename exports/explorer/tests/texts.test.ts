import assert from "node:assert/strict";
import { test } from "node:test";
import { parsed, boardOf, opened } from "../src/keep/boards";
import { escaped } from "../src/keep/svg";
import { table } from "../src/keep/tables";
import { shortened } from "../src/picture/labels";
import { plain } from "../src/plain";
import { EMPTY, NO_FILTERS, type State } from "../src/state";

for (const [text, wanted] of [
  ["<script>alert('1')</script>", "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"],
  ['a" onload="x&amp;', "a&quot; onload=&quot;x&amp;amp;"],
  ["a\u0000b\u001b\ufffec\td\n", "a\ufffdb\ufffd\ufffdc\td\n"],
  ["\u{1F600} 星瀾", "\u{1F600} 星瀾"],
] as const) test(`in XML ${JSON.stringify(text)} is nothing but text`, () => assert.equal(escaped(text), wanted));

test("what hides or reorders is shown as a sign, one for one", () => {
  assert.equal(plain("a\u202eb\u200b\u2066c\r\n"), "a\u2423b\u2423\u2423c\u2423\n");
});

test("a spreadsheet takes no cell for a formula", () => {
  assert.equal(table(["a", "b"], [["=1+1", 'x"y'], ["-2", -2], ["@x", "1,2\n3"]]), "a,b\r\n'=1+1,\"x\"\"y\"\r\n'-2,-2\r\n'@x,\"1,2\n3\"\r\n");
});

test("long names are shortened by signs, not by halves of them", () => {
  assert.equal(shortened("\u{1F600}".repeat(26)), "\u{1F600}".repeat(26));
  assert.equal(shortened("\u{1F600}".repeat(27)), "\u{1F600}".repeat(25) + "…");
});

const state: State = {
  scene: { nodes: new Map([["company/1", { x: 1.5, y: -2, pinned: true, from: undefined }], ["company/2", { x: 0, y: 0, pinned: false, from: "company/1" }]]), hidden: new Set(["company/2"]), filters: { ...NO_FILTERS, types: ["place"] } },
  selected: [], pane: { kind: "none" }, room: "graph", lens: false, lit: null, notes: new Map([["", "all"], ["company/1", "<b>"]]), language: "en", dark: false,
};

test("a board comes back from its file", () => {
  const board = parsed(JSON.stringify(boardOf(state, "mine")))!;
  assert.equal(board.title, "mine");
  assert.deepEqual(opened(board), { scene: state.scene, notes: state.notes });
});

for (const text of ["", "{", "[]", "3", '{"format":"other"}']) test(`${JSON.stringify(text)} is no board`, () => assert.equal(parsed(text), null));

test("of a board that somebody wrote, what is none is passed over", () => {
  const board = parsed('{"format":"guanxi-board","nodes":[{"id":3},{"id":"a","x":1,"y":"2"},{"id":"b","x":1,"y":2}],"filters":{"sources":"many","types":[1]},"notes":{"a":1,"b":"x"}}')!;
  assert.deepEqual(opened(board), { scene: { ...EMPTY, nodes: new Map([["b", { x: 1, y: 2, pinned: false, from: undefined }]]) }, notes: new Map([["b", "x"]]) });
});
