// Works out where nodes go: ForceAtlas2 in a fixed number of steps, then nodes off each other.
import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";

export interface LayoutRequest {
  readonly number: number;
  readonly nodes: readonly { id: string; x: number; y: number; fixed: boolean }[];
  readonly edges: readonly (readonly [string, string])[];
  readonly steps?: number;
}
export interface LayoutAnswer {
  readonly number: number;
  readonly places: readonly (readonly [string, number, number])[];
}

const APART = 66; // units between the middles of two nodes at least, room for a short name
const ROOMY = 125; // where there are few
const CROWD = 1200; // nodes from which on they are not moved off each other one by one

interface Spot {
  id: string;
  x: number;
  y: number;
  fixed: boolean;
}
type Pairs = LayoutRequest["edges"];

/** Lay nodes out; where none is fixed, the parts that nothing links each on its own, and then beside each other. */
export function laidOut({ number, nodes, edges, steps }: LayoutRequest): LayoutAnswer {
  const spots = nodes.map((node): Spot => ({ ...node }));
  if (spots.some(({ fixed }) => fixed)) arrange(spots, edges, steps);
  else {
    const islands = apart(spots, edges);
    for (const { spots: some, pairs } of islands) arrange(some, pairs, steps);
    pack(islands.map((island) => island.spots));
  }
  return { number, places: spots.map(({ id, x, y }) => [id, x, y] as const) };
}

/** Let the forces work on nodes that hang together, or that some fixed ones hold in their places. */
function arrange(spots: Spot[], pairs: Pairs, steps?: number): void {
  const graph = new Graph({ multi: false, type: "undirected" });
  for (const { id, x, y, fixed } of spots) graph.addNode(id, { x, y, fixed });
  for (const [from, to] of pairs) if (from !== to) graph.mergeEdge(from, to);
  const many = spots.length > 400;
  forceAtlas2.assign(graph, {
    iterations: steps ?? (many ? Math.max(40, Math.round(60000 / spots.length)) : 260),
    settings: { scalingRatio: 1600, gravity: 0.4, slowDown: 4, barnesHutOptimize: many, edgeWeightInfluence: 0 },
  });
  for (const spot of spots) {
    const { x, y } = graph.getNodeAttributes(spot.id) as { x: number; y: number };
    [spot.x, spot.y] = [x, y];
  }
  if (spots.length <= CROWD) separate(spots, Math.max(APART, ROOMY - spots.length));
}

/** Give the parts of the picture that nothing links, the largest first. */
function apart(spots: Spot[], pairs: Pairs): { spots: Spot[]; pairs: Pairs }[] {
  const parent = new Map(spots.map(({ id }) => [id, id]));
  const root = (id: string): string => {
    let at = id;
    while (parent.get(at) !== at) {
      parent.set(at, parent.get(parent.get(at)!)!);
      at = parent.get(at)!;
    }
    return at;
  };
  for (const [from, to] of pairs) parent.set(root(from), root(to));
  const islands = new Map<string, { spots: Spot[]; pairs: [string, string][] }>();
  for (const spot of spots) {
    const at = root(spot.id);
    if (!islands.has(at)) islands.set(at, { spots: [], pairs: [] });
    islands.get(at)!.spots.push(spot);
  }
  for (const [from, to] of pairs) islands.get(root(from))!.pairs.push([from, to]);
  return [...islands.values()].sort((a, b) => b.spots.length - a.spots.length || (a.spots[0]!.id < b.spots[0]!.id ? -1 : 1));
}

/** Put the parts beside each other in rows, about as wide as they are high together. */
function pack(islands: Spot[][]): void {
  const boxes = islands.map((spots) => {
    const [xs, ys] = [spots.map(({ x }) => x), spots.map(({ y }) => y)];
    const [left, low] = [xs.reduce((a, b) => Math.min(a, b)), ys.reduce((a, b) => Math.min(a, b))];
    return { spots, left, low, wide: xs.reduce((a, b) => Math.max(a, b)) - left + ROOMY, high: ys.reduce((a, b) => Math.max(a, b)) - low + ROOMY };
  });
  const row = Math.max(boxes[0]?.wide ?? 0, 1.3 * Math.sqrt(boxes.reduce((sum, { wide, high }) => sum + wide * high, 0)));
  let [x, y, tallest] = [0, 0, 0];
  for (const { spots, left, low, wide, high } of boxes) {
    if (x > 0 && x + wide > row) [x, y, tallest] = [0, y - tallest, 0];
    for (const spot of spots) [spot.x, spot.y] = [spot.x - left + x, spot.y - low + y - high];
    [x, tallest] = [x + wide, Math.max(tallest, high)];
  }
}

function separate(places: Spot[], least: number): void {
  for (let round = 0; round < 40; round++) {
    let moved = false;
    for (let i = 0; i < places.length; i++)
      for (let j = i + 1; j < places.length; j++) moved = push(places[i]!, places[j]!, least, i + j) || moved;
    if (!moved) return;
  }
}

function push(one: Spot, other: Spot, least: number, seed: number): boolean {
  let dx = other.x - one.x;
  let dy = other.y - one.y;
  const far = Math.hypot(dx, dy);
  if (far >= least || (one.fixed && other.fixed)) return false;
  if (far < 1e-6) [dx, dy] = [Math.cos(seed), Math.sin(seed)];
  const by = ((least - far) / (far || 1)) * (one.fixed || other.fixed ? 1 : 0.5) * 0.6;
  if (!one.fixed) [one.x, one.y] = [one.x - dx * by, one.y - dy * by];
  if (!other.fixed) [other.x, other.y] = [other.x + dx * by, other.y + dy * by];
  return true;
}
