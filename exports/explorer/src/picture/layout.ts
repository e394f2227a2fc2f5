// Asks the worker where nodes go; gives new nodes a first place near where they come from at once.
import type { Placed } from "../state";
import type { LayoutAnswer, LayoutRequest } from "./forces";

export interface Place {
  readonly x: number;
  readonly y: number;
}
let worker: Worker | null = null;
const waiting = new Map<number, (places: Map<string, Place>) => void>();
let asked = 0;

function hire(): Worker {
  const hired = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
  hired.onmessage = ({ data }: MessageEvent<LayoutAnswer>) => {
    waiting.get(data.number)?.(new Map(data.places.map(([id, x, y]) => [id, { x, y }])));
    waiting.delete(data.number);
  };
  return hired;
}

/** Lay nodes out; those that are fixed stay. */
export function lay(nodes: ReadonlyMap<string, Place>, fixed: (id: string) => boolean, edges: LayoutRequest["edges"], steps?: number): Promise<Map<string, Place>> {
  const number = ++asked;
  const request: LayoutRequest = { number, nodes: [...nodes].map(([id, { x, y }]) => ({ id, x, y, fixed: fixed(id) })), edges, steps };
  return new Promise((resolve) => {
    waiting.set(number, resolve);
    (worker ??= hire()).postMessage(request);
  });
}

/** Give first places to new nodes: around their parent, where there is most room. */
export function fan(nodes: ReadonlyMap<string, Placed>, parent: string | null, fresh: readonly string[]): Map<string, Place> {
  const middle = (parent ? nodes.get(parent) : undefined) ?? beside(nodes);
  const taken = [...nodes.values()].filter((place) => place !== middle && Math.hypot(place.x - middle.x, place.y - middle.y) < NEAR)
    .map((place) => Math.atan2(place.y - middle.y, place.x - middle.x));
  const places = new Map<string, Place>();
  if (!parent && fresh.length === 1) return places.set(fresh[0]!, { x: middle.x, y: middle.y });
  for (let put = 0, ring = 0; put < fresh.length; ring++) {
    const radius = 150 + ring * 100;
    const here = Math.min(Math.floor((2 * Math.PI * radius) / 80), fresh.length - put);
    const angles = ring || here > 30 ? round(here, ring) : gaps(taken, here);
    for (const angle of angles) places.set(fresh[put++]!, { x: middle.x + radius * Math.cos(angle), y: middle.y + radius * Math.sin(angle) });
  }
  return places;
}
const NEAR = 420; // units within which what is there takes a direction

function round(count: number, ring: number): number[] {
  return Array.from({ length: count }, (_, k) => (2 * Math.PI * (k + ring / 2)) / count + 0.35);
}

/** Give as many directions as are wanted, each in the middle of the widest gap between those taken. */
function gaps(taken: readonly number[], wanted: number): number[] {
  if (!taken.length) return round(wanted, 0);
  const all = [...taken];
  const found: number[] = [];
  while (found.length < wanted) {
    const sorted = [...all].sort((a, b) => a - b);
    const widths = sorted.map((angle, k) => (sorted[k + 1] ?? sorted[0]! + 2 * Math.PI) - angle);
    const at = widths.indexOf(Math.max(...widths));
    const angle = sorted[at]! + widths[at]! / 2;
    found.push(angle);
    all.push(angle > Math.PI ? angle - 2 * Math.PI : angle);
  }
  return found.sort((a, b) => a - b);
}

/** Give a place beside all that is there. */
function beside(nodes: ReadonlyMap<string, Placed>): Place {
  if (!nodes.size) return { x: 0, y: 0 };
  const { y } = centre(nodes.values());
  return { x: [...nodes.values()].reduce((most, place) => Math.max(most, place.x), -Infinity) + 220, y };
}

function centre(places: Iterable<Place>): Place {
  let [x, y, count] = [0, 0, 0];
  for (const place of places) [x, y, count] = [x + place.x, y + place.y, count + 1];
  return count ? { x: x / count, y: y / count } : { x: 0, y: 0 };
}

/** Turn and move a layout so that it lies on the old one as well as it can: nobody loses their place. */
export function align(fresh: ReadonlyMap<string, Place>, old: ReadonlyMap<string, Place>): Map<string, Place> {
  const ids = [...fresh.keys()].filter((id) => old.has(id));
  const from = centre(ids.map((id) => fresh.get(id)!));
  const to = centre(ids.map((id) => old.get(id)!));
  let [along, across] = [0, 0];
  for (const id of ids) {
    const a = fresh.get(id)!;
    const b = old.get(id)!;
    along += (a.x - from.x) * (b.x - to.x) + (a.y - from.y) * (b.y - to.y);
    across += (a.x - from.x) * (b.y - to.y) - (a.y - from.y) * (b.x - to.x);
  }
  const angle = Math.atan2(across, along);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return new Map([...fresh].map(([id, { x, y }]) => [id, {
    x: to.x + cos * (x - from.x) - sin * (y - from.y),
    y: to.y + sin * (x - from.x) + cos * (y - from.y),
  }]));
}
