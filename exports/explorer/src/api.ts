// Asks the service; says when it is away, and asks again until it is back.
import type { ArticleText, Claims, EntityDetails, Exposure, Found, Neighbours, Overview, Paths, Picture, Question, QuestionAnswer, Schema } from "./contract";
import type { Filters } from "./state";

export class Refused extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}
type Values = Record<string, string | number | undefined>;
type Reach = (there: boolean) => void;

const PAUSES = [300, 700, 1500, 3000, 5000]; // milliseconds before each further try; the last for all after it
const watchers: Reach[] = [];

/** Be told when the service goes away and when it is back. */
export function watchReach(watcher: Reach): void {
  watchers.push(watcher);
}

/** Ask for JSON; waits and tries again while nobody answers. */
export async function ask<T>(path: string, values: Values = {}, init: RequestInit = {}): Promise<T> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== "");
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  const answer = await reach(query ? `${path}?${query}` : path, init);
  if (!answer.ok) throw new Refused(answer.status, await reason(answer));
  const told = (await answer.json()) as T & { snapshot?: string };
  if (told.snapshot && told.snapshot !== snapshot) {
    const before = snapshot;
    snapshot = told.snapshot;
    if (before) renewals.forEach((watcher) => watcher());
  }
  return told;
}

let snapshot = ""; // which state of the store the last answer was of
const renewals: (() => void)[] = [];

/** Give which state of the store the page shows. */
export function snapshotShown(): string {
  return snapshot;
}

/** Be told when the store has been published anew under the page. */
export function watchSnapshot(watcher: () => void): void {
  renewals.push(watcher);
}

/** Fetch, again and again while the service is away or too busy. */
export async function reach(address: string, init: RequestInit = {}): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    try {
      const answer = await fetch(address, init);
      if (answer.status !== 503 || attempt >= PAUSES.length) {
        if (attempt) watchers.forEach((watcher) => watcher(true));
        return answer;
      }
    } catch (error) {
      if (init.signal?.aborted || !(error instanceof TypeError)) throw error;
      watchers.forEach((watcher) => watcher(false));
    }
    await pause(PAUSES[Math.min(attempt, PAUSES.length - 1)] ?? 5000, init.signal ?? undefined);
  }
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("given up", "AbortError"));
    });
  });
}

async function reason(answer: Response): Promise<string> {
  const text = await answer.text();
  try {
    return String((JSON.parse(text) as { error: unknown }).error ?? text);
  } catch {
    return text.slice(0, 500) || `${answer.status} ${answer.statusText}`;
  }
}

/** Give the filters in the words of the service: it is told what to show, the page keeps what is left out. */
export function filterValues(filters: Filters, schema: Schema): Values {
  const rest = (all: readonly { id: string }[], out: readonly string[]) =>
    out.length ? all.map((each) => each.id).filter((id) => !out.includes(id)).join(",") : undefined;
  return {
    relation: rest(schema.relations, filters.relations),
    status: rest(schema.statuses, filters.statuses),
    type: rest(schema.entityTypes, filters.types),
    min_confidence: filters.confidence || undefined,
    min_sources: filters.sources > 1 ? filters.sources : undefined,
    publisher: filters.publisher || undefined,
    as_of: filters.asOf || undefined,
    since: filters.since || undefined,
    until: filters.until || undefined,
  };
}

const inPath = (id: string) => id.split("/").map(encodeURIComponent).join("/");
const posted = (body: unknown, signal?: AbortSignal): RequestInit => ({
  method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" }, signal,
});

export const api = {
  schema: () => ask<Schema>("/api/schema"),
  overview: () => ask<Overview>("/api/overview"),
  search: (q: string, limit: number, signal?: AbortSignal) => ask<{ things: Found[]; total: number }>("/api/search", { q, limit }, { signal }),
  entity: (id: string, filters: Values) => ask<EntityDetails>(`/api/entities/${inPath(id)}`, filters),
  neighbours: (asked: Values, filters: Values) => ask<Neighbours>("/api/neighbours", { ...filters, ...asked }),
  graph: (ids: readonly string[], filters: Values, fresh?: readonly string[], signal?: AbortSignal) => ask<Picture>("/api/graph", {}, posted({ ids, new: fresh, ...filters }, signal)),
  claims: (subject: string, relation: string, object: string) => ask<Claims>("/api/claims", { subject, relation, object }),
  claimsById: (ids: readonly string[]) => ask<Claims>("/api/claims", { ids: ids.join(",") }),
  article: (id: string) => ask<ArticleText>(`/api/articles/${inPath(id)}`),
  paths: (from: string, to: string, filters: Values) => ask<Paths>("/api/paths", { ...filters, from, to, k: 5 }),
  exposure: (id: string) => ask<Exposure>("/api/exposure", { id }),
  distances: (ids: readonly string[]) => ask<{ distances: Record<string, number | null> }>("/api/distances", {}, posted({ ids })),
  questions: () => ask<{ questions: Question[] }>("/api/questions"),
  answer: (name: string, values: Values) => ask<QuestionAnswer>(`/api/questions/${inPath(name)}`, values),
  judge: (judgement: Record<string, unknown>, token: string) =>
    ask<{ judgement?: { number: number } }>("/api/judgements", {}, {
      method: "POST", body: JSON.stringify(judgement), headers: { "Content-Type": "application/json", "X-Guanxi-Token": token },
    }),
};
