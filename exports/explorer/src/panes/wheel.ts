// Follow: what an entity is related to, by family and relation, with counts before anything is drawn.
import { api, filterValues } from "../api";
import type { Count, Direction, EntityDetails } from "../contract";
import { button, fill, h, put } from "../dom";
import { RANKED } from "../actions";
import type { Desk } from "../parts";
import { count, label, nameOf, t } from "../words";
import { relationMark } from "./marks";

const MANY = 200; // neighbours that come at a time with Shift
const ARROWS: Record<Direction, string> = { out: "→", in: "←", both: "↔" };

export interface Wheel {
  readonly element: HTMLElement;
  open(id: string): Promise<void>;
  close(): void;
  follow(): void;
  readonly shown: string | null;
}

/** Make the wheel; it lies over the picture, beside the entity it was opened for. */
export function wheel(desk: Desk): Wheel {
  const element = h("div", { class: "wheel", role: "dialog", hidden: true });
  let entity: EntityDetails | null = null;
  const told = new Map<string, string>(); // what each opening said last: 12 of 340 shown
  const offsets = new Map<string, number>();

  const bring = async (key: string, relations: readonly string[], direction: Direction, limit: number) => {
    if (!entity) return;
    try {
      performance.mark("guanxi:expand");
      const brought = await desk.actions.expand(entity.id, { relations, direction, offset: offsets.get(key) ?? 0, limit });
      offsets.set(key, brought.shown >= brought.total ? 0 : brought.shown);
      told.set(key, t("shown.of", { shown: brought.shown, total: brought.total }));
      desk.say(t("brought", { fresh: brought.fresh, shown: brought.shown, total: brought.total }));
      draw();
    } catch (error) {
      desk.failed(error);
    }
  };
  const row = ({ relation, direction, neighbours }: Count) => {
    const key = `${entity?.id} ${relation} ${direction}`;
    const opening = button(relationMark(relation, desk.known, direction === "in"), (event) => void bring(key, [relation], direction, event.shiftKey ? MANY : RANKED), { "data-key": key, class: "opening", title: t("wheel.many", { few: RANKED, many: MANY }) });
    put(opening, h("span", { class: "count" }, `${ARROWS[direction]} `, h("b", {}, count(neighbours))), told.has(key) ? h("span", { class: "told" }, told.get(key)) : null);
    return h("li", {}, opening);
  };
  const rows = (family: string): HTMLElement[] =>
    (entity?.counts ?? [])
      .filter((each) => desk.known.relations.get(each.relation)?.family === family && each.neighbours > 0)
      .map(row);
  const families = () =>
    desk.known.schema.families.map((family) => {
      const found = rows(family.id);
      if (!found.length) return null;
      const relations = desk.known.schema.relations.filter((relation) => relation.family === family.id).map(({ id }) => id);
      const key = `${entity?.id} ${family.id}`;
      const all = button(t("wheel.family"), (event) => void bring(key, relations, "both", event.shiftKey ? MANY : RANKED), { class: "all", "data-key": key, "aria-label": `${label(family.labels)}: ${t("wheel.family")}` });
      return h("section", {}, h("h3", {}, label(family.labels, family.id), told.has(key) ? h("span", { class: "told" }, told.get(key)) : null, all), h("ul", {}, ...found));
    });
  const draw = () => {
    if (!entity) return;
    const parts = families().filter((each) => each !== null);
    fill(element,
      h("header", {}, h("h2", {}, nameOf(entity)), button("×", close, { class: "plain", "aria-label": t("close"), "data-key": "close" })),
      ...(parts.length ? parts : [h("p", { class: "empty" }, t("wheel.nothing"))]));
    element.setAttribute("aria-label", t("wheel.label", { name: nameOf(entity) }));
    follow();
  };
  const close = () => {
    const inside = element.contains(document.activeElement);
    element.hidden = true;
    entity = null;
    if (inside) desk.picture.sigma.getContainer().focus();
  };
  const open = async (id: string) => {
    try {
      const filters = filterValues(desk.store.state.scene.filters, desk.known.schema);
      entity = await api.entity(id, filters);
      element.hidden = false;
      draw();
      element.querySelector<HTMLElement>(".opening")?.focus({ preventScroll: true });
    } catch (error) {
      desk.failed(error);
    }
  };
  const follow = () => {
    const place = entity && desk.picture.whereIs(entity.id);
    if (element.hidden || !place) return;
    const { width, height } = desk.picture.sigma.getDimensions();
    const [wide, high] = [element.offsetWidth, element.offsetHeight];
    const right = place.x + 26 + wide < width ? place.x + 26 : place.x - 26 - wide;
    element.style.left = `${Math.max(6, Math.min(width - wide - 6, right))}px`;
    element.style.top = `${Math.max(6, Math.min(height - high - 6, place.y - 40))}px`;
  };
  element.addEventListener("keydown", (event) => move(event, element, close));
  return { element, open, close, follow, get shown() { return entity?.id ?? null; } };
}

function move(event: KeyboardEvent, element: HTMLElement, close: () => void): void {
  const buttons = [...element.querySelectorAll<HTMLElement>("button")];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  if (event.key === "Escape") close();
  else if (event.key === "ArrowDown") buttons[(at + 1) % buttons.length]?.focus();
  else if (event.key === "ArrowUp") buttons[(at + buttons.length - 1) % buttons.length]?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
