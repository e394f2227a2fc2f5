// The time slider: what held on a day ("as of"), or what happened between two; bars show when edges were told.
import { fill, h } from "../dom";
import type { Desk, Part } from "../parts";
import { touched } from "../parts";
import type { Filters } from "../state";
import { t } from "../words";
import { svg } from "./marks";

type Mode = "any" | "between" | "asof";

/** Make the time slider. */
export function timeline(desk: Desk): { element: HTMLElement; update: Part } {
  const element = h("div", { class: "timeline", role: "group" });
  let mode: Mode = "any";
  let drawn: Filters | null = null;
  let months: string[] = [];
  const modeOf = ({ asOf, since, until }: Filters): Mode => (asOf ? "asof" : since || until ? "between" : mode);
  const choose = (next: Mode) => {
    mode = next;
    const last = lastDay(months.at(-1) ?? "");
    void desk.actions.filter({ asOf: next === "asof" ? last : "", since: next === "between" ? `${months[0]}-01` : "", until: next === "between" ? last : "" });
  };
  const draw = () => {
    const now = desk.store.state.scene.filters;
    months = span(desk, now);
    element.hidden = months.length < 2;
    element.setAttribute("aria-label", t("time"));
    if (element.hidden) return;
    mode = modeOf(now);
    const handle = (key: "since" | "until" | "asOf", otherwise: number) => {
      const at = months.indexOf(now[key].slice(0, 7));
      const input = h("input", { type: "range", min: 0, max: months.length - 1, step: 1, value: at < 0 ? otherwise : at, "aria-label": t(`time.${key}`), "data-key": `time ${key}` });
      const said = () => input.setAttribute("aria-valuetext", months[Number(input.value)] ?? "");
      said();
      input.addEventListener("input", () => {
        said();
        const month = months[Number(input.value)]!;
        shownDays.textContent = words({ ...now, [key]: key === "since" ? `${month}-01` : lastDay(month) });
        desk.actions.filterSoon({ [key]: key === "since" ? `${month}-01` : lastDay(month) });
      });
      return input;
    };
    const shownDays = h("output", {}, words(now));
    fill(element,
      h("div", { class: "modes", role: "radiogroup", "aria-label": t("time") }, ...(["any", "between", "asof"] as const).map((each) => radio(each, mode, choose))),
      h("span", { class: "bound" }, months[0]),
      h("div", { class: "track" }, bars(desk, months),
        ...(mode === "between" ? [handle("since", 0), handle("until", months.length - 1)] : mode === "asof" ? [handle("asOf", months.length - 1)] : [])),
      h("span", { class: "bound" }, months.at(-1)), shownDays);
  };
  return { element, update: (state, change) => {
    if (!touched(change, "scene")) return;
    if (!change.has("language") && element.contains(document.activeElement) && state.scene.filters !== drawn && document.activeElement?.getAttribute("type") === "range") {
      drawn = state.scene.filters;
      return;
    }
    drawn = state.scene.filters;
    draw();
  } };
}

function radio(mode: Mode, now: Mode, choose: (mode: Mode) => void): HTMLElement {
  const input = h("input", { type: "radio", name: "time-mode", value: mode, "data-key": `mode ${mode}` });
  input.checked = mode === now;
  input.addEventListener("change", () => choose(mode));
  return h("label", {}, input, t(`time.${mode}`));
}

function words({ asOf, since, until }: Filters): string {
  return asOf ? t("time.said.asof", { day: asOf }) : since || until ? `${since || "…"} – ${until || "…"}` : "";
}

function lastDay(month: string): string {
  const [year, number] = month.split("-").map(Number);
  return year && number ? `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}` : "";
}

/** Give all months from the first to the last that edges tell of, and those that the filters name. */
let known: [string, string] = ["", ""];
function span(desk: Desk, { asOf, since, until }: Filters): string[] {
  const days = [...desk.known.edges.values()].flatMap(({ first, last }) => [first, last]).concat([asOf, since, until]);
  const told = days.filter((day): day is string => !!day).map((day) => day.slice(0, 7)).filter((day) => /^\d{4}-\d\d$/.test(day)).sort();
  if (told.length) known = [known[0] && known[0] < told[0]! ? known[0] : told[0]!, known[1] > told.at(-1)! ? known[1] : told.at(-1)!];
  if (!known[0]) return [];
  const months: string[] = [];
  let [year, month] = known[0].split("-").map(Number) as [number, number];
  for (let at = known[0]; at <= known[1] && months.length < 1200; ) {
    months.push(at);
    month = month === 12 ? 1 : month + 1;
    year += month === 1 ? 1 : 0;
    at = `${year}-${String(month).padStart(2, "0")}`;
  }
  return months;
}

function bars(desk: Desk, months: readonly string[]): SVGElement {
  const tally = new Map<string, number>();
  for (const { last, first } of desk.known.edges.values()) {
    const month = (last ?? first ?? "").slice(0, 7);
    tally.set(month, (tally.get(month) ?? 0) + 1);
  }
  const most = Math.max(1, ...months.map((month) => tally.get(month) ?? 0));
  const drawn = months.map((month, k) => {
    const high = (20 * (tally.get(month) ?? 0)) / most;
    return svg("rect", { x: k + 0.1, y: 20 - high, width: 0.8, height: high });
  });
  return svg("svg", { viewBox: `0 0 ${months.length} 20`, preserveAspectRatio: "none", class: "bars", "aria-hidden": "true" }, ...drawn);
}
