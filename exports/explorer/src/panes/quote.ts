// Text with marks in it: offsets count code points, as the store does.
import { h } from "../dom";
import type { Mark } from "../contract";

/** Give the pieces of a text between the ends of its marks, each with the marks that cover it. */
export function pieces(text: string, marks: readonly Mark[]): { text: string; marks: string[] }[] {
  const letters = [...text];
  const cuts = new Set([0, letters.length]);
  for (const [start, end] of marks) for (const at of [start, end]) if (at > 0 && at < letters.length) cuts.add(at);
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(0, -1).map((start, k) => ({
    text: letters.slice(start, places[k + 1]).join(""),
    marks: marks.filter(([from, to]) => from <= start && to >= places[k + 1]!).map(([, , mark]) => mark),
  }));
}

/** Show a quote with the names in it marked. */
export function quoted(text: string, marks: readonly Mark[]): HTMLElement {
  const inside = pieces(text, marks).map((piece) => (piece.marks.length ? h("mark", { class: piece.marks[0] }, piece.text) : piece.text));
  return h("blockquote", { dir: "auto" }, ...inside);
}
