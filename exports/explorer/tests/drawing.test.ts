import assert from "node:assert/strict";
import { test } from "node:test";
import { course, EDGE, edgeUnder, inSight, marksOf, NODE, nodeUnder, type Course, type Drawing, type View } from "../src/picture/drawing";
import { after, applied, inverse, shifted, through, type Plane } from "../src/picture/plane";

const close = (one: readonly number[], other: readonly number[]) => one.forEach((each, k) => assert.ok(Math.abs(each - other[k]!) < 1e-9, `${one} ${other}`));
const MAP: Plane = [200, 50, -50, -200, 30, 400];

test("a map is taken back by its inverse, and found again from three points", () => {
  close(after(inverse(MAP), MAP), [1, 0, 0, 1, 0, 0]);
  close(through(applied(MAP, { x: 0, y: 0 }), applied(MAP, { x: 1, y: 0 }), applied(MAP, { x: 0, y: 1 })), MAP);
  const { x, y } = applied(after(shifted(MAP, 5, -6), [2, 0, 0, 2, 1, 1]), { x: 3, y: 4 });
  const once = applied(MAP, { x: 7, y: 9 });
  close([x, y], [once.x + 5, once.y - 6]);
});

/** Three nodes from left to right, the first two linked by two edges beside each other, the last two by one. */
const drawing: Drawing = {
  nodes: new Float32Array([0.1, 0.5, 10, 0, 0, 0, 0, 0.5, 0.5, 10, 0, 0, 0, 0, 0.9, 0.5, 20, 0, 0, 0, 0]),
  edges: new Float32Array([0, 1, 9, 1, 2, 0, 0, 0, 1, -9, 1, 2, 0, 0, 1, 2, 0, 0, 4, 0, 0]),
  names: ["", "", ""], relations: [], colours: ["#000000"], paper: "", ink: "", font: "",
};
const view: View = { map: [1000, 0, 0, -1000, 0, 1000], width: 1000, height: 1000, density: 1, sizeRatio: 1 };

test("rows have as many columns as they say", () => {
  assert.equal(drawing.nodes.length, 3 * NODE.columns);
  assert.equal(drawing.edges.length, 3 * EDGE.columns);
});

for (const [x, y, node] of [[100, 500, 0], [100, 511, 0], [100, 513, -1], [881, 500, 2], [300, 500, -1]] as const)
  test(`under ${x}, ${y} lies node ${node}`, () => assert.equal(nodeUnder(drawing, view, x, y), node));

for (const [x, y, edge] of [[300, 491, 0], [300, 509, 1], [300, 500, -1], [700, 500, 2], [700, 504, 2], [700, 506, -1], [500, 500, -1], [950, 500, -1]] as const)
  test(`under ${x}, ${y} lies edge ${edge}`, () => assert.equal(edgeUnder(drawing, view, x, y), edge));

test("nodes over one another: the last drawn is meant", () => {
  const two = { ...drawing, nodes: new Float32Array([0.1, 0.5, 10, 0, 0, 0, 0, 0.1, 0.5, 5, 0, 0, 0, 0]) };
  assert.equal(nodeUnder(two, view, 100, 500), 1);
  assert.equal(nodeUnder(two, view, 109, 500), 0);
});

const way = (more: Partial<Course>): Course => ({ x: 0, y: 0, ux: 1, uy: 0, length: 0, width: 1, head: 0, ...more });

test("a course begins and ends at the rims of its nodes", () => {
  const { x, y, ux, uy, length, head } = course(drawing, view, 2, way({}));
  close([x, ux, uy, head], [511, 1, 0, 0]);
  assert.ok(Math.abs(y - 500) < 1e-4 && Math.abs(length - 366.5) < 1e-3);
});

test("of a course that part is in sight which crosses the window", () => {
  assert.deepEqual(inSight(way({ x: 100, y: 10, length: 300 }), view), [0, 300]);
  assert.deepEqual(inSight(way({ x: -100_000, y: 10, length: 200_000 }), view), [99_988, 101_012]);
  assert.equal(inSight(way({ x: 100, y: -50, length: 300 }), view), null);
  assert.equal(inSight(way({ x: 2000, y: 0, ux: -Math.SQRT1_2, uy: Math.SQRT1_2, length: 500 }), view), null);
});

test("marks add up to one number", () => {
  const numbers = [true, false].flatMap((chosen) => [true, false].flatMap((sanctioned) => [true, false].map((pinned) => marksOf({ chosen, sanctioned, pinned }))));
  assert.equal(new Set(numbers).size, 8);
});
