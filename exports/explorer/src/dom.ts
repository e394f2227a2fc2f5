// Elements made from data: text is set as text and never as markup, whatever stands in it.
import { plain } from "./plain";

type Listener = (event: never) => void;
export type Child = Node | string | number | null | undefined | false;
export type Attributes = Record<string, string | number | boolean | Listener | null | undefined>;

/** Make an element: `on…` attributes are listeners, true and false set and leave out, the rest are strings. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
    else element.setAttribute(name, value === true ? "" : plain(String(value)));
  }
  put(element, ...children);
  return element;
}

/** Append children; strings become text without what reorders lines. */
export function put(element: Element | DocumentFragment, ...children: Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : plain(String(child)));
  }
}

/** Replace what an element holds, and keep the focus on the element of the same data-key. */
export function fill(element: Element, ...children: Child[]): void {
  const key = element.contains(document.activeElement) ? document.activeElement?.closest("[data-key]")?.getAttribute("data-key") : null;
  element.replaceChildren();
  put(element, ...children);
  if (!key) return;
  const again = element.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  again?.focus({ preventScroll: true });
}

/** Make a button that says what it does. */
export function button(label: Child, act: (event: MouseEvent) => void, attributes: Attributes = {}): HTMLButtonElement {
  return h("button", { type: "button", onclick: act as Listener, ...attributes }, label);
}

/** Make a drawn symbol from the path of an icon of 16 × 16. */
export function icon(path: string): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true", focusable: "false" }))
    drawing.setAttribute(name, value);
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  drawing.append(line);
  return drawing;
}

/** Let only addresses that lead to the web be links. */
export function webAddress(address: string | null | undefined): string | null {
  try {
    return address && ["http:", "https:"].includes(new URL(address).protocol) ? address : null;
  } catch {
    return null;
  }
}
