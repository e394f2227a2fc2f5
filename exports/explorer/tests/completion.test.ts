import assert from "node:assert/strict";
import { test } from "node:test";
import { CompletionContext } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { completion } from "../src/ask/completion";
import type { Schema } from "../src/contract";

const schema = {
  prefixes: { gx: "https://guanxi.example/", rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#" },
  terms: [{ term: "gx:supplies", kind: "property", labels: { en: "supplies" } }],
} as unknown as Schema;

function offered(text: string, explicit = false) {
  const at = text.indexOf("^");
  const doc = text.replace("^", "");
  return completion(schema)(new CompletionContext(EditorState.create({ doc }), at, explicit));
}
const labels = (text: string) => offered(text)?.options.map(({ label }) => label) ?? [];

test("variables of the query are offered, without the one that is being typed", () => {
  assert.deepEqual(labels("SELECT ?b ?a $c { ?^ ?a ?b }"), ["$c", "?a", "?b"]);
  assert.deepEqual(labels("SELECT ?a { ?ab^ }"), ["?a"]);
});

test("the vocabulary comes before prefixes and keywords", () => {
  const found = labels("SELECT * { ?a gx:s^ }");
  assert.equal(found[0], "gx:supplies");
  for (const wanted of ["gx:", "rdf:", "ORDER BY", "NOT EXISTS", "SELECT"]) assert.ok(found.includes(wanted), wanted);
  assert.equal(offered("SELECT * { ?a gx:s^ }")?.from, "SELECT * { ?a ".length);
  assert.equal(offered("gx:s^")?.options[0]?.detail, "supplies");
});

test("nothing is offered where nothing is typed, unless it is asked for", () => {
  assert.equal(offered("SELECT ^"), null);
  assert.ok(offered("SELECT ^", true)!.options.length > 20);
});
