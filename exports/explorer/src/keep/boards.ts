// Boards: a picture with notes, kept in this browser or in a file.
import { NO_FILTERS, type Filters, type Placed, type Scene, type State } from "../state";
import { keep, recall } from "../theme";

const FORMAT = "guanxi-board";
const NAMES = "boards";

export interface Board {
  readonly format: typeof FORMAT;
  readonly title: string;
  readonly saved: string;
  readonly nodes: readonly (Placed & { readonly id: string; readonly hidden?: boolean })[];
  readonly filters: Filters;
  readonly notes: Readonly<Record<string, string>>;
}

/** Make a board of the state. */
export function boardOf({ scene, notes }: State, title: string): Board {
  const nodes = [...scene.nodes].map(([id, placed]) => ({ id, ...placed, hidden: scene.hidden.has(id) || undefined }));
  return { format: FORMAT, title, saved: new Date().toISOString(), nodes, filters: scene.filters, notes: Object.fromEntries(notes) };
}

/** Read a board out of a file; null where it is none. */
export function parsed(text: string): Board | null {
  try {
    const read = JSON.parse(text) as Partial<Board>;
    const nodes = (Array.isArray(read.nodes) ? read.nodes : []).filter((node) => typeof node?.id === "string" && Number.isFinite(node.x) && Number.isFinite(node.y));
    if (read.format !== FORMAT) return null;
    const notes = Object.entries(read.notes ?? {}).filter(([, note]) => typeof note === "string");
    return { format: FORMAT, title: String(read.title ?? ""), saved: String(read.saved ?? ""), nodes, filters: filtersOf(read.filters), notes: Object.fromEntries(notes) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

function filtersOf(read: Partial<Filters> | undefined): Filters {
  const kept = Object.entries(NO_FILTERS).map(([key, usual]) => {
    const value = read?.[key as keyof Filters];
    const alike = Array.isArray(usual) ? Array.isArray(value) && value.every((each) => typeof each === "string") : typeof value === typeof usual;
    return [key, alike ? value : usual];
  });
  return Object.fromEntries(kept) as unknown as Filters;
}

/** Give the scene and the notes of a board. */
export function opened(board: Board): { scene: Scene; notes: Map<string, string> } {
  const nodes = new Map(board.nodes.map(({ id, x, y, pinned, from }) => [id, { x, y, pinned: pinned === true, from }]));
  const hidden = new Set(board.nodes.filter((node) => node.hidden).map(({ id }) => id));
  return { scene: { nodes, hidden, filters: board.filters }, notes: new Map(Object.entries(board.notes)) };
}

/** Give the boards that this browser keeps, the newest first. */
export function keptBoards(): Board[] {
  const all = JSON.parse(recall(NAMES) ?? "[]") as unknown[];
  return all.map((each) => parsed(JSON.stringify(each))).filter((board) => board !== null);
}

/** Keep a board in this browser, in the place of the one of the same title. */
export function keepBoard(board: Board): void {
  keep(NAMES, JSON.stringify([board, ...keptBoards().filter(({ title }) => title !== board.title)]));
}

export function forgetBoard(title: string): void {
  keep(NAMES, JSON.stringify(keptBoards().filter((board) => board.title !== title)));
}
