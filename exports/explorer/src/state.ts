// What the page shows, as plain values; what changes the picture can be undone.
import type { Language } from "./contract";

export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly pinned: boolean;
  /** The entity and family it was opened from: collapsing takes it away again. */
  readonly from?: string;
}
export interface Filters {
  readonly relations: readonly string[]; // those left out
  readonly types: readonly string[]; // those left out
  readonly statuses: readonly string[]; // those left out
  readonly confidence: number;
  readonly sources: number;
  readonly publisher: string;
  readonly asOf: string;
  readonly since: string;
  readonly until: string;
}
export interface Scene {
  readonly nodes: ReadonlyMap<string, Placed>;
  readonly hidden: ReadonlySet<string>;
  readonly filters: Filters;
}
export type Room = "graph" | "ask" | "board";
export type Pane =
  | { readonly kind: "none" }
  | { readonly kind: "entity"; readonly id: string }
  | { readonly kind: "edge"; readonly subject: string; readonly relation: string; readonly object: string }
  | { readonly kind: "article"; readonly id: string; readonly claim: string; readonly back: Pane }
  | { readonly kind: "paths"; readonly ends: readonly string[]; readonly open: number }
  | { readonly kind: "exposure"; readonly id: string };
export interface State {
  readonly scene: Scene;
  readonly selected: readonly string[];
  readonly pane: Pane;
  readonly room: Room;
  readonly lens: boolean;
  /** Edges that are lit: a path or chains; null where nothing is. */
  readonly lit: ReadonlySet<string> | null;
  readonly notes: ReadonlyMap<string, string>; // of the board; its own under ""
  readonly language: Language;
  readonly dark: boolean;
}
export type Change = ReadonlySet<keyof State>;
type Watcher = (state: State, change: Change) => void;

export const NO_FILTERS: Filters = {
  relations: [], types: [], statuses: [], confidence: 0, sources: 1, publisher: "", asOf: "", since: "", until: "",
};
export const EMPTY: Scene = { nodes: new Map(), hidden: new Set(), filters: NO_FILTERS };
const KEPT = 200; // scenes that can be gone back to

/** Hold the state, tell watchers what changed, and remember the scenes before. */
export class Store {
  private past: Scene[] = [];
  private future: Scene[] = [];
  private readonly watchers: Watcher[] = [];

  constructor(private current: State) {}

  get state(): State {
    return this.current;
  }

  watch(watcher: Watcher): void {
    this.watchers.push(watcher);
  }

  /** Change something that undo leaves alone. */
  set(patch: Partial<State>): void {
    const change = new Set<keyof State>();
    for (const key of Object.keys(patch) as (keyof State)[]) if (patch[key] !== this.current[key]) change.add(key);
    if (!change.size) return;
    this.current = { ...this.current, ...patch };
    for (const watcher of this.watchers) watcher(this.current, change);
  }

  /** Change the scene so that it can be undone. */
  edit(patch: Partial<Scene>, beside: Partial<State> = {}): void {
    this.past = [...this.past.slice(1 - KEPT), this.current.scene];
    this.future = [];
    this.set({ scene: { ...this.current.scene, ...patch }, ...beside });
  }

  /** Change the scene as part of the last step: where a layout has put things. */
  settle(patch: Partial<Scene>): void {
    this.set({ scene: { ...this.current.scene, ...patch } });
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  undo(): boolean {
    const before = this.past.pop();
    if (!before) return false;
    this.future.push(this.current.scene);
    this.goTo(before);
    return true;
  }

  redo(): boolean {
    const after = this.future.pop();
    if (!after) return false;
    this.past.push(this.current.scene);
    this.goTo(after);
    return true;
  }

  private goTo(scene: Scene): void {
    this.set({ scene, selected: this.current.selected.filter((id) => scene.nodes.has(id)) });
  }
}

/** Give the nodes of a scene that are neither hidden nor gone. */
export function shown(scene: Scene): string[] {
  return [...scene.nodes.keys()].filter((id) => !scene.hidden.has(id));
}
