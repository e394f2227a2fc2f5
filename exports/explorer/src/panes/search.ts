// Find: one box for names in any script, tickers and pinyin; arrows choose, Enter opens.
import { api } from "../api";
import type { Found } from "../contract";
import { fill, h, icon } from "../dom";
import type { Desk } from "../parts";
import { label, nameOf, t } from "../words";
import { kindMark } from "./marks";

const PAUSE = 60; // milliseconds after a key before the service is asked
const MOST = 12;

export interface SearchBox {
  readonly element: HTMLElement;
  focus(): void;
  relabel(): void;
}

/** Make a search box; what is chosen is given to `chosen`. */
export function searchBox(desk: Desk, chosen: (found: Found, more: boolean) => void, name = "search"): SearchBox {
  const input = h("input", {
    type: "search", id: name, role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-expanded": "false", "aria-controls": `${name}-list`, "aria-autocomplete": "list", enterkeyhint: "search",
  });
  const list = h("ul", { id: `${name}-list`, role: "listbox", class: "found", hidden: true });
  const element = h("div", { class: "search", role: "search" }, icon("M7 2a5 5 0 1 0 0 10A5 5 0 0 0 7 2zM11 11l4 4"), input, list);
  let results: Found[] = [];
  let at = 0;
  let timer = 0;
  let answered = "";
  let asking: AbortController | null = null;

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (found: Found | undefined, more: boolean) => {
    if (!found) return;
    close();
    input.value = "";
    input.blur();
    chosen(found, more);
  };
  const draw = (total: number) => {
    const rows = results.map((found, row) => resultRow(desk, found, `${name}-${row}`, row === at, (more) => choose(found, more)));
    const rest = total > results.length ? h("li", { class: "rest", role: "presentation" }, t("shown.of", { shown: results.length, total })) : null;
    fill(list, ...(rows.length ? rows : [h("li", { class: "rest", role: "presentation" }, t("search.nothing"))]), rest);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (rows.length) input.setAttribute("aria-activedescendant", `${name}-${at}`);
  };
  const look = async () => {
    clearTimeout(timer);
    asking?.abort();
    const q = input.value.trim();
    if (!q) return close();
    asking = new AbortController();
    try {
      const found = await api.search(q, MOST, asking.signal);
      results = found.things;
      answered = q;
      at = 0;
      draw(found.total);
      performance.mark("guanxi:found");
    } catch (error) {
      if (!(error instanceof DOMException)) desk.failed(error);
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(), PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
      input.blur();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = (at + (event.key === "ArrowDown" ? 1 : results.length - 1)) % Math.max(1, results.length);
      if (results.length) draw(results.length);
    } else if (event.key === "Enter" && !event.isComposing) {
      const more = event.shiftKey;
      if (answered === input.value.trim()) choose(results[at], more);
      else void look().then(() => answered === input.value.trim() && choose(results[0], more)); // typed faster than it was answered
    } else return;
    event.preventDefault();
  });
  input.addEventListener("focus", () => input.value && void look());
  element.addEventListener("focusout", (event) => !element.contains(event.relatedTarget as Node | null) && close());
  const relabel = () => {
    input.placeholder = t("search.hint");
    input.setAttribute("aria-label", t("search.label"));
    list.setAttribute("aria-label", t("search.results"));
  };
  relabel();
  return { element, focus: () => { input.focus(); input.select(); }, relabel };
}

function resultRow(desk: Desk, found: Found, id: string, current: boolean, choose: (more: boolean) => void): HTMLElement {
  const name = nameOf(found);
  const kind = desk.known.types.get(found.type);
  const row = h(
    "li", { id, role: "option", "aria-selected": String(current), class: current ? "current" : "" },
    kindMark(kind, found.sanctioned.length > 0),
    h("span", { class: "name" }, name),
    found.matched && found.matched !== name ? h("span", { class: "matched" }, found.matched) : null,
    h("span", { class: "about" }, [...found.tickers, label(kind?.labels, found.type)].join(" · ")),
    h("span", { class: "degree", title: t("degree", { count: found.degree }) }, found.degree),
  );
  row.addEventListener("mousedown", (event) => {
    event.preventDefault();
    choose(event.shiftKey);
  });
  return row;
}

