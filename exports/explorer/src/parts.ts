// What all parts of the page work with.
import type { Actions } from "./actions";
import type { Knowledge } from "./knowledge";
import type { Picture } from "./picture/picture";
import type { Change, State, Store } from "./state";

export interface Desk {
  readonly store: Store;
  readonly known: Knowledge;
  readonly actions: Actions;
  readonly picture: Picture;
  /** Say something in passing, aloud for screen readers too. */
  say(text: string, urgent?: boolean): void;
  /** Say what went wrong. */
  failed(error: unknown): void;
  /** Open the wheel of an entity. */
  open(id: string): void;
}
export type Part = (state: State, change: Change) => void;

/** Tell whether any of these changed; the language changes all. */
export function touched(change: Change, ...keys: (keyof State)[]): boolean {
  return change.has("language") || keys.some((key) => change.has(key));
}
