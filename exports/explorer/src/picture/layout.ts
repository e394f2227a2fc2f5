// Asks the worker where nodes go; gives new nodes a first place near where they come from at once.
import type { Placed } from "../state";
import type { LayoutAnswer, LayoutRequest } from "./layout.worker";

export interface Place {
  readonly x: number;
  readonly y: number;
}
const worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
const waiting = new Map<number, (places: Map<string, Place>) => void>();
let asked = 0;

worker.onmessage = ({ data }: MessageEvent<LayoutAnswer>) => {
  waiting.get(data.number)?.(new Map(data.places.map(([id, x, y]) => [id, { x, y }])));
  waiting.delete(data.number);
};

/** Lay nodes out; those that are fixed stay. */
export function lay(nodes: ReadonlyMap<string, Place>, fixed: (id: string) => boolean, edges: LayoutRequest["edges"]): Promise<Map<string, Place>> {
  const number = ++asked;
  const request: LayoutRequest = { number, nodes: [...nodes].map(([id, { x, y }]) => ({ id, x, y, fixed: fixed(id) })), edges };
  return new Promise((resolve) => {
    waiting.set(number, resolve);
    worker.postMessage(request);
  });
}

/** Give first places to new nodes: in a fan around their parent, away from what is there. */
export function fan(nodes: ReadonlyMap<string, Placed>, parent: string | null, fresh: readonly string[]): Map<string, Place> {
  const at = parent ? nodes.get(parent) : undefined;
  const middle = at ?? centre(nodes.values());
  const others = [...nodes].filter(([id]) => id !== parent).map(([, place]) => place);
  const away = centre(others);
  const heading = others.length ? Math.atan2(middle.y - away.y, middle.x - away.x) : -Math.PI / 2;
  const spread = others.length ? Math.min(2 * Math.PI, 1.2 + fresh.length * 0.22) : 2 * Math.PI;
  const places = new Map<string, Place>();
  let ring = 0;
  for (let put = 0; put < fresh.length; ring++) {
    const radius = 130 + ring * 90;
    const room = Math.max(1, Math.floor((spread * radius) / 75));
    const here = Math.min(room, fresh.length - put);
    for (let k = 0; k < here; k++, put++) {
      const share = spread > 6.28 ? k / here : here === 1 ? 0.5 : k / (here - 1);
      const angle = heading + (share - 0.5) * spread;
      places.set(fresh[put]!, { x: middle.x + radius * Math.cos(angle), y: middle.y + radius * Math.sin(angle) });
    }
  }
  if (!parent && fresh.length === 1) places.set(fresh[0]!, others.length ? places.get(fresh[0]!)! : { x: 0, y: 0 });
  return places;
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
