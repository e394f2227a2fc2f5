// The query editor: CodeMirror with SPARQL's colours and completion. It lives in a shadow root, because there it
// puts its style sheet in place without a style element, which the page's policy forbids.
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Schema } from "../contract";
import { t } from "../words";
import { completion } from "./completion";

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--code-variable)" },
  { tag: [tags.atom, tags.propertyName, tags.namespace], color: "var(--code-term)" },
  { tag: [tags.string, tags.number, tags.literal], color: "var(--code-literal)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);
const LOOK = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--raised)", fontSize: "13px", maxHeight: "46vh", minHeight: "150px" },
  ".cm-content": { fontFamily: "ui-monospace, 'Cascadia Mono', Menlo, monospace", caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--soft)", border: "0" },
  ".cm-scroller": { overflow: "auto", lineHeight: "1.55" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--accent-soft) !important" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", border: "1px solid var(--line)", borderRadius: "6px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--ink)" },
  ".cm-completionDetail": { color: "var(--soft)", fontStyle: "normal" },
});

export interface Editor {
  readonly text: string;
  write(text: string): void;
  focus(): void;
  relabel(): void;
}

/** Put an editor into an element; Ctrl and Enter asks. */
export function editor(host: HTMLElement, schema: Schema, run: () => void): Editor {
  const root = host.attachShadow({ mode: "open" });
  const named = new Compartment();
  const name = () => EditorView.contentAttributes.of({ "aria-label": t("ask.editor") });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      extensions: [
        keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        lineNumbers(), history(), bracketMatching(), StreamLanguage.define(sparql), syntaxHighlighting(COLOURS), LOOK,
        autocompletion({ override: [completion(schema)], icons: false }), named.of(name()),
      ],
    }),
  });
  return {
    get text() {
      return view.state.doc.toString();
    },
    write: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    focus: () => view.focus(),
    relabel: () => view.dispatch({ effects: named.reconfigure(name()) }),
  };
}
