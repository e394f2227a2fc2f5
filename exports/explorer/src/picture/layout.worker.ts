// Works out where nodes go, beside the page: ForceAtlas2 in a fixed number of steps, then nodes off each other.
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

self.onmessage = ({ data }: MessageEvent<LayoutRequest>) => {
  const graph = new Graph({ multi: false, type: "undirected" });
  for (const { id, x, y, fixed } of data.nodes) graph.addNode(id, { x, y, fixed });
  for (const [from, to] of data.edges) if (from !== to) graph.mergeEdge(from, to);
  const many = data.nodes.length > 400;
  forceAtlas2.assign(graph, {
    iterations: data.steps ?? (many ? Math.max(40, Math.round(60000 / data.nodes.length)) : 260),
    settings: {
      scalingRatio: 1600, gravity: 0.4, strongGravityMode: false, slowDown: 4, barnesHutOptimize: many,
      outboundAttractionDistribution: false, edgeWeightInfluence: 0,
    },
  });
  const places = data.nodes.map(({ id, fixed }) => {
    const { x, y } = graph.getNodeAttributes(id) as { x: number; y: number };
    return { id, x, y, fixed };
  });
  if (places.length <= CROWD) separate(places, Math.max(APART, ROOMY - places.length));
  const answer: LayoutAnswer = { number: data.number, places: places.map(({ id, x, y }) => [id, x, y] as const) };
  self.postMessage(answer);
};

function separate(places: { x: number; y: number; fixed: boolean }[], apart: number): void {
  for (let round = 0; round < 40; round++) {
    let moved = false;
    for (let i = 0; i < places.length; i++)
      for (let j = i + 1; j < places.length; j++) moved = push(places[i]!, places[j]!, apart, i + j) || moved;
    if (!moved) return;
  }
}

function push(one: { x: number; y: number; fixed: boolean }, other: { x: number; y: number; fixed: boolean }, apart: number, seed: number): boolean {
  let dx = other.x - one.x;
  let dy = other.y - one.y;
  const far = Math.hypot(dx, dy);
  if (far >= apart || (one.fixed && other.fixed)) return false;
  if (far < 1e-6) [dx, dy] = [Math.cos(seed), Math.sin(seed)];
  const by = ((apart - far) / (far || 1)) * (one.fixed || other.fixed ? 1 : 0.5) * 0.6;
  if (!one.fixed) [one.x, one.y] = [one.x - dx * by, one.y - dy * by];
  if (!other.fixed) [other.x, other.y] = [other.x + dx * by, other.y + dy * by];
  return true;
}
