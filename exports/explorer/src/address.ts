// The address holds the view: what is in the picture and where, what is filtered, selected and looked at.
import type { Language } from "./contract";
import { EMPTY, NO_FILTERS, type Filters, type Pane, type Placed, type Room, type State } from "./state";
import { LANGUAGES } from "./words";

export const MOST = 1500; // entities that an address holds
const LISTS = ["relations", "types", "statuses"] as const;
const WORDS = ["publisher", "asOf", "since", "until"] as const;
type View = Pick<State, "scene" | "selected" | "pane" | "room" | "lens"> & { language: Language | null; token: string | null };

/** Write a state as what stands behind the # of an address. */
export function written(state: State): string {
  const { scene, selected, pane, room, lens, language } = state;
  const words = new URLSearchParams();
  if (room !== "graph") words.set("room", room);
  words.set("lang", language);
  if (scene.nodes.size && scene.nodes.size <= MOST) words.set("nodes", [...scene.nodes].map(([id, placed]) => node(id, placed, scene.hidden.has(id))).join("|"));
  const { filters } = scene;
  for (const key of LISTS) if (filters[key].length) words.set(`no-${key}`, filters[key].join(","));
  for (const key of WORDS) if (filters[key]) words.set(key, filters[key]);
  if (filters.confidence) words.set("confidence", String(filters.confidence));
  if (filters.sources > 1) words.set("sources", String(filters.sources));
  if (selected.length) words.set("selected", selected.map(safe).join("|"));
  if (lens) words.set("lens", "1");
  if (pane.kind !== "none") words.set("pane", paneWords(pane).map(safe).join("|"));
  return words.toString();
}

function node(id: string, { x, y, pinned, from }: Placed, hidden: boolean): string {
  return [safe(id), Math.round(x), Math.round(y), (pinned ? "p" : "") + (hidden ? "h" : ""), safe(from ?? "")].join("~").replace(/~+$/, "");
}

function paneWords(pane: Pane): string[] {
  switch (pane.kind) {
    case "none": return ["none"];
    case "edge": return ["edge", pane.subject, pane.relation, pane.object];
    case "article": return ["article", pane.id, pane.claim];
    case "paths": return ["paths", ...pane.ends];
    default: return [pane.kind, pane.id];
  }
}

/** Read a state out of an address; what is no word of one is passed over. */
export function read(hash: string): View {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const nodes = new Map<string, Placed>();
  const hidden = new Set<string>();
  for (const each of parts(words.get("nodes")).slice(0, MOST)) {
    const [written, x, y, flags = "", from] = each.split("~");
    const id = unsafe(written ?? "");
    if (!id) continue;
    nodes.set(id, { x: number(x), y: number(y), pinned: flags.includes("p"), from: from ? unsafe(from) : undefined });
    if (flags.includes("h")) hidden.add(id);
  }
  const room = words.get("room");
  const language = LANGUAGES.find((each) => each === words.get("lang")) ?? null;
  return {
    scene: nodes.size || words.size ? { nodes, hidden, filters: filters(words) } : EMPTY,
    selected: parts(words.get("selected")).map(unsafe).filter((id) => nodes.has(id)),
    pane: pane(parts(words.get("pane")).map(unsafe)),
    room: (room === "ask" || room === "board" ? room : "graph") satisfies Room,
    lens: words.get("lens") === "1",
    language,
    token: words.get("token"),
  };
}

function filters(words: URLSearchParams): Filters {
  const list = (key: string) => words.get(`no-${key}`)?.split(",").filter(Boolean) ?? [];
  const day = (key: string) => (/^\d{4}-\d\d-\d\d$/.test(words.get(key) ?? "") ? words.get(key)! : "");
  return {
    ...NO_FILTERS,
    relations: list("relations"), types: list("types"), statuses: list("statuses"),
    confidence: Math.min(1, Math.max(0, number(words.get("confidence")))),
    sources: Math.max(1, Math.round(number(words.get("sources")))),
    publisher: words.get("publisher") ?? "",
    asOf: day("asOf"), since: day("since"), until: day("until"),
  };
}

function pane([kind, ...rest]: readonly string[]): Pane {
  const [first, second, third] = rest;
  if (kind === "edge" && first && second && third) return { kind, subject: first, relation: second, object: third };
  if (kind === "article" && first) return { kind, id: first, claim: second ?? "", back: { kind: "none" } };
  if (kind === "paths" && second) return { kind, ends: rest, open: 0 };
  if ((kind === "entity" || kind === "exposure") && first) return { kind, id: first };
  return { kind: "none" };
}

function parts(text: string | null): string[] {
  return text ? text.split("|").filter(Boolean) : [];
}

function number(text: string | null | undefined): number {
  const value = Number(text);
  return Number.isFinite(value) ? value : 0;
}

/** Write an id so that it holds none of the signs that stand between ids. */
function safe(id: string): string {
  return id.replace(/[%|~]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}

function unsafe(written: string): string {
  return written.replace(/%(25|7c|7e)/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
