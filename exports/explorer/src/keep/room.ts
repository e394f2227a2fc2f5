// The room of boards: the notes of the picture, saved and opened again, here or as a file.
import { button, fill, h } from "../dom";
import type { Desk, Part } from "../parts";
import { touched } from "../parts";
import { count, nameOf, t } from "../words";
import { boardOf, forgetBoard, keepBoard, keptBoards, opened, parsed, type Board } from "./boards";
import { save } from "./save";

/** Fill the room. */
export function boardRoom(desk: Desk, host: HTMLElement): { update: Part } {
  let title = "";
  const open = async (board: Board | null) => {
    if (!board) return desk.say(t("board.wrong"), true);
    title = board.title;
    const { scene, notes } = opened(board);
    desk.store.edit(scene, { notes, selected: [], pane: { kind: "none" }, room: "graph", lit: null });
    const gone = await desk.actions.renew();
    if (gone.length) desk.say(t("gone", { names: gone.join(", "), count: gone.length }), true);
    desk.picture.fit();
  };
  const draw = () => {
    const { scene } = desk.store.state;
    const boards = keptBoards();
    fill(host,
      h("section", { class: "card" }, h("h1", {}, t("board.this")),
        h("p", { class: "about" }, t("board.holds", { count: scene.nodes.size })),
        field(t("board.title"), "board-title", title, (value) => (title = value)),
        notes(desk),
        h("p", { class: "verbs" },
          button(t("board.keep"), () => {
            keepBoard(boardOf(desk.store.state, named()));
            desk.say(t("board.kept", { title: named() }));
            draw();
          }, { "data-key": "keep", class: "main" }),
          button(t("board.save"), () => save(`${named().replace(/[^\p{L}\p{N} -]/gu, "_")}.guanxi.json`, JSON.stringify(boardOf(desk.store.state, named()), null, 1), "application/json"), { "data-key": "save" }))),
      h("section", { class: "card" }, h("h2", {}, t("board.open")), fileField((text) => void open(parsed(text))),
        boards.length ? h("ul", { class: "rows" }, ...boards.map((board) => kept(board))) : h("p", { class: "empty" }, t("board.none"))));
  };
  const named = () => title.trim() || t("board.unnamed");
  const kept = (board: Board) =>
    h("li", { class: "kept" }, button(board.title, () => void open(board), { class: "row", "data-key": `board ${board.title}` }),
      h("span", { class: "about" }, `${board.saved.slice(0, 10)} · ${count(board.nodes.length)}`),
      button(t("board.forget"), () => {
        forgetBoard(board.title);
        draw();
      }, { class: "plain", "aria-label": `${t("board.forget")}: ${board.title}` }));
  return { update: (_, change) => touched(change, "room") && draw() };
}

function field(name: string, id: string, value: string, change: (value: string) => void): HTMLElement {
  const input = h("input", { id, "data-key": id, maxlength: 120 });
  input.value = value;
  input.addEventListener("input", () => change(input.value));
  return h("p", { class: "field" }, h("label", { for: id }, name), input);
}

function notes(desk: Desk): HTMLElement {
  const { notes: all, scene } = desk.store.state;
  const about = [...all.keys()].filter((id) => id && scene.nodes.has(id));
  const area = (id: string, name: string) => {
    const text = h("textarea", { id: `note-${id}`, rows: id ? 2 : 5, "data-key": `note ${id}` });
    text.value = all.get(id) ?? "";
    text.addEventListener("change", () => {
      const next = new Map(desk.store.state.notes);
      if (text.value.trim()) next.set(id, text.value);
      else next.delete(id);
      desk.store.set({ notes: next });
    });
    return h("p", { class: "field" }, h("label", { for: `note-${id}` }, name), text);
  };
  return h("div", {}, area("", t("board.note")), ...about.map((id) => area(id, nameOf(desk.known.entities.get(id), id))));
}

function fileField(read: (text: string) => void): HTMLElement {
  const input = h("input", { type: "file", id: "board-file", accept: ".json,application/json" });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) void file.text().then(read);
    input.value = "";
  });
  input.classList.add("unseen");
  return h("p", { class: "file" }, input, h("label", { for: "board-file" }, t("board.file")));
}
