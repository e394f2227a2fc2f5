// Ask: saved questions as forms, an editor for queries of one's own, and what came back.
import { api } from "../api";
import type { Asked, Question } from "../contract";
import { button, fill, h } from "../dom";
import type { Desk, Part } from "../parts";
import { touched } from "../parts";
import { recall, keep } from "../theme";
import { label, t } from "../words";
import { answered, asked, type Answer } from "./answer";
import { editor } from "./editor";
import { showForm } from "./form";
import { learnNames, showAnswer, type Shown } from "./results";
import "./ask.css";

const FIRST = "SELECT ?supplier ?customer WHERE {\n  ?supplier gx:supplies ?customer\n}\nLIMIT 100\n";

/** Fill the room. */
export function askRoom(desk: Desk, host: HTMLElement): { update: Part; ask(question: Asked): void } {
  const list = h("nav", { class: "questions" });
  const form = h("section", { class: "card form" });
  const frame = h("div", { class: "editor" });
  const own = h("section", { class: "card own" });
  const results = h("section", { class: "results", "aria-live": "polite" });
  fill(host, list, h("div", { class: "work" }, form, own, results));
  let questions: readonly Question[] = [];
  let current: Question | null = null;
  let given: Readonly<Record<string, string>> = {};
  let shown: Shown | null = null;
  let asking: AbortController | null = null;

  const run = async (answer: (signal: AbortSignal) => Promise<Answer>) => {
    asking?.abort();
    const mine = (asking = new AbortController());
    fill(results, h("p", { class: "verbs" }, h("span", { role: "status" }, t("ask.working")), button(t("ask.stop"), () => mine.abort())));
    const begun = performance.now();
    try {
      const found = await answer(mine.signal);
      shown = { answer: found, took: performance.now() - begun };
      await learnNames(desk, found);
      if (asking === mine) showAnswer(desk, results, shown);
    } catch (error) {
      const stopped = error instanceof DOMException && error.name === "AbortError";
      if (asking === mine) fill(results, stopped ? "" : h("p", { class: "problem", role: "alert" }, error instanceof Error ? error.message : String(error)));
    }
  };
  const query = editor(frame, desk.known.schema, () => own.querySelector<HTMLButtonElement>(".run")?.click());
  query.write(recall("query") ?? FIRST);
  const pick = (question: Question | null, values: Readonly<Record<string, string>> = {}) => {
    current = question;
    given = values;
    draw();
    if (question) form.querySelector<HTMLElement>("input, button")?.focus({ preventScroll: true });
    else query.focus();
  };
  const drawForm = () => {
    form.hidden = current === null;
    own.hidden = current !== null;
    if (!current) return;
    const question = current;
    showForm(desk, form, question, given, (values) => void run(async () => {
      const told = await api.answer(question.name, values);
      desk.known.learn({ nodes: told.nodes });
      return answered(told);
    }));
    form.querySelector("details")?.append(button(t("ask.edit"), () => {
      query.write(question.query);
      pick(null);
    }));
  };
  const draw = () => {
    const row = (question: Question | null, said: string) =>
      h("li", {}, button(said, () => pick(question), { class: "row", "aria-current": current === question ? "true" : null, "data-key": question?.name ?? "own" }));
    list.setAttribute("aria-label", t("ask.questions"));
    fill(list, h("ul", {}, row(null, t("ask.own"))), h("h2", {}, t("ask.questions")), h("ul", {}, ...questions.map((question) => row(question, label(question.title, question.name)))));
    drawForm();
    fill(own, h("h2", {}, t("ask.editor")), frame, h("p", { class: "verbs" }, button(t("ask.run"), () => {
      keep("query", query.text);
      void run((signal) => asked(query.text, signal));
    }, { class: "main run" }), h("kbd", {}, "Ctrl Enter")));
  };
  const loaded = api.questions().then((told) => {
    questions = told.questions;
    draw();
  }, desk.failed);
  const ask = async ({ name, values }: Asked) => {
    await loaded;
    const question = questions.find((each) => each.name === name);
    if (!question) return;
    pick(question, values);
    form.querySelector("form")?.requestSubmit();
  };
  return {
    update: (_, change) => {
      if (!touched(change, "room")) return;
      query.relabel();
      draw();
      if (shown) showAnswer(desk, results, shown);
    },
    ask: (question) => void ask(question),
  };
}
