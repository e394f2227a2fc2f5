import assert from "node:assert/strict";
import { test } from "node:test";
import { laidOut, type LayoutRequest } from "../src/picture/forces";
import { align, fan, type Place } from "../src/picture/layout";
import { asides } from "../src/picture/look";
import type { Edge } from "../src/contract";

const placed = (places: Record<string, [number, number]>) => new Map(Object.entries(places).map(([id, [x, y]]) => [id, { x, y, pinned: false }]));
const far = (one: Place, other: Place) => Math.hypot(one.x - other.x, one.y - other.y);
const closest = (places: readonly Place[]) => Math.min(...places.flatMap((one, k) => places.slice(k + 1).map((other) => far(one, other))));

test("what comes stands around where it comes from, where there is room", () => {
  const fresh = Array.from({ length: 11 }, (_, k) => `n${k}`);
  const places = fan(placed({ hub: [500, 500], right: [600, 500] }), "hub", fresh);
  assert.deepEqual([...places.keys()], fresh);
  for (const place of places.values()) assert.ok(Math.abs(far(place, { x: 500, y: 500 }) - 150) < 1e-6);
  assert.ok(closest([...places.values()]) > 50);
  assert.ok([...places.values()].every((place) => far(place, { x: 600, y: 500 }) > 50));
});

test("what fits in no ring stands in the next", () => {
  const places = [...fan(placed({ hub: [0, 0] }), "hub", Array.from({ length: 200 }, (_, k) => `n${k}`)).values()];
  assert.equal(places.length, 200);
  assert.ok(closest(places) > 55);
});

test("what comes alone stands in the middle, or beside all that is there", () => {
  assert.deepEqual(fan(new Map(), null, ["a"]).get("a"), { x: 0, y: 0 });
  assert.ok(fan(placed({ a: [0, 0], b: [900, 40] }), null, ["c"]).get("c")!.x > 1000);
  assert.equal(fan(placed({ a: [0, 0] }), "a", []).size, 0);
});

test("a layout that is only turned and moved is laid back on the old one", () => {
  const old = new Map(Object.entries({ a: { x: 10, y: 0 }, b: { x: 110, y: 20 }, c: { x: -40, y: 300 } }));
  const turned = new Map([...old].map(([id, { x, y }]) => [id, { x: 7 - y, y: x - 70 }]));
  for (const [id, place] of align(new Map([...turned, ["new", { x: 0, y: 0 }]]), old)) {
    if (id !== "new") assert.ok(far(place, old.get(id)!) < 1e-6, id);
    else assert.ok(far(place, { x: 70, y: 7 }) < 1e-6);
  }
});

const request = (fixed: string[]): LayoutRequest => ({
  number: 7,
  nodes: Array.from("abcdefg", (id, k) => ({ id, x: k, y: k % 2, fixed: fixed.includes(id) })),
  edges: [["a", "b"], ["b", "c"], ["c", "a"], ["d", "e"], ["a", "a"]],
  steps: 60,
});

test("nodes are laid out off each other, the same way each time", () => {
  const { number, places } = laidOut(request([]));
  assert.equal(number, 7);
  assert.deepEqual(places.map(([id]) => id).join(""), "abcdefg");
  assert.ok(closest(places.map(([, x, y]) => ({ x, y }))) > 60);
  assert.deepEqual(laidOut(request([])).places, places);
});

test("what is fixed stays", () => {
  const { places } = laidOut(request(["a", "g"]));
  assert.deepEqual(places.filter(([id]) => id === "a" || id === "g"), [["a", 0, 0], ["g", 6, 0]]);
  assert.ok(closest(places.map(([, x, y]) => ({ x, y }))) > 3);
});

test("edges between the same two lie beside each other, whichever way they lead", () => {
  const edge = (id: string, subject: string, object: string) => ({ id, subject, object }) as Edge;
  const found = asides([edge("1", "a", "b"), edge("2", "b", "a"), edge("3", "a", "c")]);
  assert.equal(found.get("3"), 0);
  assert.equal(found.get("1"), found.get("2")); // each to its own left: not over one another
  assert.notEqual(found.get("1"), 0);
});
