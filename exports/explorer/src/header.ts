// The head of the page: search, rooms, languages, light and dark, keys.
import { button, fill, h, icon } from "./dom";
import type { Desk, Part } from "./parts";
import { touched } from "./parts";
import { searchBox, type SearchBox } from "./panes/search";
import type { Language, Found } from "./contract";
import type { Room } from "./state";
import { LANGUAGES, t } from "./words";

const ROOMS: readonly Room[] = ["graph", "ask", "board"];
const MOON = "M12.5 9.8A5.5 5.5 0 0 1 6.2 3.5 5.5 5.5 0 1 0 12.5 9.8z";
const SUN = "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.5 1.5M11.5 11.5 13 13M13 3l-1.5 1.5M4.5 11.5 3 13";

export interface Header {
  readonly element: HTMLElement;
  readonly search: SearchBox;
  readonly update: Part;
}

/** Make the head of the page. */
export function header(desk: Desk, chosen: (found: Found, more: boolean) => void, speak: (language: Language) => void, keys: () => void): Header {
  const search = searchBox(desk, chosen);
  const home = h("a", { href: "#", class: "brand", "aria-label": "guanxi" }, "guanxi");
  home.addEventListener("click", (event) => {
    event.preventDefault();
    desk.store.set({ room: "graph" });
    desk.actions.clear();
  });
  const rooms = h("nav", { class: "rooms" });
  const choices = h("div", { class: "choices" });
  const element = h("header", { class: "head" }, home, search.element, rooms, choices);
  const draw = () => {
    const { room, language, dark } = desk.store.state;
    rooms.setAttribute("aria-label", t("rooms"));
    fill(rooms, ...ROOMS.map((each) => button(t(`room.${each}`), () => desk.store.set({ room: each }), { "aria-current": each === room ? "page" : null, "data-key": each })));
    fill(choices,
      h("span", { class: "languages", role: "group", "aria-label": t("language") }, ...LANGUAGES.map((each) =>
        button(t(`short.${each}`), () => speak(each), { lang: each, title: t(`language.${each}`), "aria-pressed": String(each === language), "data-key": each }))),
      button(icon(dark ? SUN : MOON), () => desk.store.set({ dark: !dark }), { class: "tool", "aria-label": t(dark ? "light" : "dark"), title: t(dark ? "light" : "dark"), "data-key": "theme" }),
      button("?", keys, { class: "tool", "aria-label": t("keys"), title: t("keys"), "data-key": "keys" }));
  };
  return { element, search, update: (_, change) => {
    if (touched(change)) search.relabel();
    if (touched(change, "room", "dark")) draw();
  } };
}
