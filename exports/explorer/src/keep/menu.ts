// The menu of files that the picture can be saved as.
import { button, fill, h, icon } from "../dom";
import type { Desk } from "../parts";
import { t } from "../words";
import { save } from "./save";

const DOWN = "M8 2v8M4 7l4 4 4-4M2 14h12";

/** Make the menu. */
export function exportMenu(desk: Desk): HTMLElement {
  const list = h("div", { class: "menu", hidden: true, role: "menu" });
  const open = button(icon(DOWN), () => show(list.hidden !== false), { class: "tool", "aria-haspopup": "menu", "aria-expanded": "false", "data-key": "export" });
  const element = h("span", { class: "exports" }, open, list);
  const show = (shown: boolean) => {
    list.hidden = !shown;
    open.setAttribute("aria-expanded", String(shown));
    if (!shown) return;
    const item = (name: string, act: () => void | Promise<void>) =>
      button(t(`export.${name}`), () => {
        show(false);
        void Promise.resolve(act()).catch(desk.failed);
      }, { role: "menuitem", "data-key": `export ${name}` });
    fill(list,
      item("png", async () => save("guanxi.png", await (await import("./svg")).png(desk))),
      item("svg", async () => save("guanxi.svg", (await import("./svg")).drawn(desk).text, "image/svg+xml")),
      item("csv", async () => save("guanxi.csv", (await import("./tables")).csv(desk), "text/csv;charset=utf-8")),
      item("graphml", async () => save("guanxi.graphml", (await import("./tables")).graphml(desk), "application/xml")),
      item("link", async () => {
        await navigator.clipboard.writeText(location.href);
        desk.say(t("export.copied"));
      }));
    list.querySelector("button")?.focus();
  };
  const name = () => {
    open.title = t("export");
    open.setAttribute("aria-label", t("export"));
    list.setAttribute("aria-label", t("export"));
  };
  name();
  desk.store.watch((_, change) => change.has("language") && name());
  element.addEventListener("keydown", (event) => {
    const items = [...list.querySelectorAll("button")];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    if (event.key === "Escape" && !list.hidden) {
      show(false);
      open.focus();
    } else if (event.key === "ArrowDown") items[(at + 1) % items.length]?.focus();
    else if (event.key === "ArrowUp") items[(at + items.length - 1) % items.length]?.focus();
    else return;
    event.stopPropagation();
    event.preventDefault();
  });
  element.addEventListener("focusout", (event) => !element.contains(event.relatedTarget as Node | null) && show(false));
  return element;
}
