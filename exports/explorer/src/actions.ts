// What the reader can do to the picture: each is one step that can be undone.
import { api, filterValues } from "./api";
import type { Direction, Edge, Part } from "./contract";
import type { Knowledge } from "./knowledge";
import { fan, lay, align, type Place } from "./picture/layout";
import type { Filters, Placed, Scene, State, Store } from "./state";

export const RANKED = 12; // neighbours that come at a time
const PAUSE = 120; // milliseconds a slider rests before the service is asked
const STEPS = 25; // of the layout of what came, which has a good place to begin with

export interface Opening {
  readonly relations: readonly string[];
  readonly direction: Direction;
  readonly offset?: number;
  readonly limit?: number;
}
export interface Brought {
  readonly fresh: number;
  readonly shown: number;
  readonly total: number;
}

export class Actions {
  constructor(private readonly store: Store, private readonly known: Knowledge, private readonly failed: (error: unknown) => void, private readonly settled: () => void, private readonly busy: (busy: boolean) => void) {}
  private working = 0;
  private awaited: Partial<Filters> = {};
  private resting = 0;

  /** Do something that takes a while, and let the page show that it does. */
  private async work<T>(doing: () => Promise<T>): Promise<T> {
    this.busy(++this.working > 0);
    try {
      return await doing();
    } finally {
      this.busy(--this.working > 0);
    }
  }

  private get scene(): Scene {
    return this.store.state.scene;
  }

  /** Put entities into the picture, beside what is there or alone. */
  async show(part: Partial<Part>, ids: readonly string[], beside: Partial<State> = {}, alone = false): Promise<void> {
    this.known.learn(part);
    const base = alone ? new Map<string, Placed>() : this.scene.nodes;
    this.add(base, null, ids, beside, alone);
    await this.settle(alone ? [] : [...base.keys()]);
  }

  private add(base: ReadonlyMap<string, Placed>, parent: string | null, ids: readonly string[], beside: Partial<State>, alone = false): string[] {
    const fresh = ids.filter((id) => !base.has(id));
    const nodes = new Map(base);
    for (const [id, place] of fan(base, parent, fresh)) nodes.set(id, { ...place, pinned: false, from: parent ?? undefined });
    const hidden = alone ? new Set<string>() : new Set([...this.scene.hidden].filter((id) => !ids.includes(id)));
    this.store.edit({ nodes, hidden }, beside);
    return fresh;
  }

  /** Bring an entity's neighbours, best supported first; they come near it and the rest stays where it is. */
  async expand(id: string, { relations, direction, offset = 0, limit = RANKED }: Opening): Promise<Brought> {
    const filters = filterValues(this.scene.filters, this.known.schema);
    const part = await this.work(() => api.neighbours({ id, relation: relations.join(","), direction, offset, limit }, filters));
    this.known.learn(part);
    const ids = part.nodes.map((node) => node.id).filter((each) => each !== id);
    const old = [...this.scene.nodes.keys()];
    const fresh = this.add(this.scene.nodes, id, ids, { selected: [id] });
    void this.settle(old);
    return { fresh: fresh.length, shown: Math.min(offset + ids.length, part.total), total: part.total };
  }

  /** Learn the edges among all nodes and let those that came find their places; those of before stay. */
  private async settle(old: readonly string[]): Promise<void> {
    try {
      const before = this.scene;
      await this.work(() => this.known.refresh(before));
      this.store.settle({});
      if (this.scene.nodes !== before.nodes) return;
      const stay = new Set(old);
      const places = await this.work(() => lay(before.nodes, (id) => stay.has(id), this.pairs(), stay.size ? STEPS : undefined));
      if (this.scene.nodes !== before.nodes) return;
      this.store.settle({ nodes: moved(before.nodes, places, stay) });
      this.settled();
    } catch (error) {
      this.failed(error);
    }
  }

  private pairs(): [string, string][] {
    const ids = new Set(this.scene.nodes.keys());
    return this.known.among(ids).map((edge: Edge) => [edge.subject, edge.object]);
  }

  /** Take away what was opened from an entity and stands on nothing else. */
  collapse(id: string): number {
    const nodes = new Map(this.scene.nodes);
    const gone: string[] = [id];
    for (const parent of gone)
      for (const [each, placed] of nodes)
        if (placed.from === parent && !placed.pinned && each !== id) {
          nodes.delete(each);
          gone.push(each);
        }
    if (gone.length > 1) this.store.edit({ nodes }, { selected: [id] });
    return gone.length - 1;
  }

  /** Take entities out of sight. */
  hide(ids: readonly string[]): void {
    if (ids.length) this.store.edit({ hidden: new Set([...this.scene.hidden, ...ids]) }, { selected: [] });
  }

  /** Leave nothing but some entities in the picture. */
  keepOnly(ids: readonly string[]): void {
    const nodes = new Map([...this.scene.nodes].filter(([id]) => ids.includes(id)));
    if (nodes.size) this.store.edit({ nodes });
  }

  unhide(): void {
    if (this.scene.hidden.size) this.store.edit({ hidden: new Set() });
  }

  clear(): void {
    this.store.edit({ nodes: new Map(), hidden: new Set() }, { selected: [], pane: { kind: "none" }, lit: null });
  }

  /** Pin entities where they are, or let them go if all are pinned. */
  pin(ids: readonly string[]): void {
    const nodes = new Map(this.scene.nodes);
    const pinned = !ids.every((id) => nodes.get(id)?.pinned);
    for (const id of ids) {
      const placed = nodes.get(id);
      if (placed) nodes.set(id, { ...placed, pinned });
    }
    if (ids.length) this.store.edit({ nodes });
  }

  /** Put an entity where it was dragged, and pin it there. */
  move(id: string, x: number, y: number): void {
    const nodes = new Map(this.scene.nodes);
    const placed = nodes.get(id);
    if (!placed) return;
    nodes.set(id, { ...placed, x, y, pinned: true });
    this.store.edit({ nodes });
  }

  /** Lay everything but what is pinned out again, turned so that it lies as much as it can where it lay. */
  async layOut(): Promise<void> {
    const { nodes } = this.scene;
    const pinned = (id: string) => nodes.get(id)?.pinned ?? false;
    const places = await this.work(() => lay(nodes, pinned, this.pairs()));
    if (this.scene.nodes !== nodes) return;
    const still = new Set([...nodes.keys()].filter(pinned));
    this.store.edit({ nodes: moved(nodes, still.size ? places : align(places, nodes), still) });
  }

  /** Change what is filtered, and ask anew for what the filters let through; what a slider still waits to change goes with it. */
  async filter(patch: Partial<Filters>): Promise<void> {
    clearTimeout(this.resting);
    const filters = { ...this.scene.filters, ...this.awaited, ...patch };
    this.awaited = {};
    this.store.edit({ filters });
    await this.renew();
  }

  /** Change what is filtered once the slider that says so rests. */
  filterSoon(patch: Partial<Filters>): void {
    clearTimeout(this.resting);
    this.awaited = { ...this.awaited, ...patch };
    this.resting = window.setTimeout(() => void this.filter({}), PAUSE);
  }

  async undo(): Promise<void> {
    if (this.store.undo()) await this.renew();
  }

  async redo(): Promise<void> {
    if (this.store.redo()) await this.renew();
  }

  /** Ask anew for the edges of the picture. */
  async renew(): Promise<readonly string[]> {
    try {
      const gone = await this.work(() => this.known.refresh(this.scene));
      this.store.settle({});
      return gone;
    } catch (error) {
      this.failed(error);
      return [];
    }
  }
}

function moved(nodes: ReadonlyMap<string, Placed>, places: ReadonlyMap<string, Place>, stay: ReadonlySet<string>): Map<string, Placed> {
  return new Map([...nodes].map(([id, placed]) => [id, stay.has(id) ? placed : { ...placed, ...places.get(id) }]));
}
