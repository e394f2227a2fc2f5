// An answer to a query: rows, yes or no, or triples; read from what the service sends.
import { reach, Refused } from "../api";
import type { Cell, Claim, QuestionAnswer } from "../contract";

export interface Term {
  readonly type: string; // uri, literal, bnode
  readonly value: string;
  readonly language?: string;
}
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (Term | null)[])[];
  readonly truth?: boolean;
  readonly triples?: boolean;
  /** The claims that each row rests on, of a saved question. */
  readonly evidence?: readonly (readonly Claim[])[];
  readonly more?: boolean;
}
export const BASE = "https://w3id.org/guanxi/id/";
export const VOCABULARY = "https://w3id.org/guanxi/ns#";

/** Read the answer to a saved question. */
export function answered({ columns, rows, claims, more }: QuestionAnswer): Answer {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const told = rows.map((row) => row.claims.map((id) => byId.get(id)).filter((claim) => claim !== undefined));
  return { columns, rows: rows.map(({ cells }) => cells.map(termOf)), evidence: told, more };
}

function termOf(cell: Cell | null): Term | null {
  if (!cell) return null;
  return cell.kind === "entity" || cell.kind === "claim" ? { type: "uri", value: BASE + encodeURI(cell.value) } : { type: cell.kind, value: cell.value };
}
const PLAIN = /^(?:\s|#[^\n]*\n|PREFIX\s+[^\n]*?>|BASE\s+[^\n]*?>)*(CONSTRUCT|DESCRIBE)\b/i;

/** Ask a query. */
export async function asked(query: string, signal: AbortSignal): Promise<Answer> {
  const triples = PLAIN.test(query);
  const answer = await sent(query, triples ? "ntriples" : "json", signal);
  return triples ? statements(await answer.text()) : rows((await answer.json()) as Results);
}

/** Send a query and ask for a format; an answer that is an error is thrown as one. */
export async function sent(query: string, format: string, signal?: AbortSignal): Promise<Response> {
  const answer = await reach(`/sparql?format=${format}`, { method: "POST", body: query, headers: { "Content-Type": "application/sparql-query" }, signal });
  if (!answer.ok) throw new Refused(answer.status, (await answer.text()).slice(0, 1000));
  return answer;
}

interface Results {
  readonly boolean?: boolean;
  readonly head: { readonly vars?: readonly string[] };
  readonly results?: { readonly bindings: readonly Record<string, { type: string; value: string; "xml:lang"?: string }>[] };
}

function rows({ boolean, head, results }: Results): Answer {
  const columns = head.vars ?? [];
  const found = (results?.bindings ?? []).map((row) => columns.map((column) => {
    const cell = row[column];
    return cell ? { type: cell.type, value: cell.value, language: cell["xml:lang"] } : null;
  }));
  return { columns, rows: found, truth: boolean };
}

const TERM = /<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<[^>]*>)?/g;

/** Read N-Triples. */
export function statements(text: string): Answer {
  const found = text.split("\n").filter((line) => line.trim() && !line.startsWith("#")).map((line) =>
    [...line.matchAll(TERM)].slice(0, 3).map(([, iri, blank, literal, language]): Term =>
      iri !== undefined ? { type: "uri", value: unescaped(iri) } : blank !== undefined ? { type: "bnode", value: blank } : { type: "literal", value: unescaped(literal ?? ""), language }));
  return { columns: ["subject", "predicate", "object"], rows: found, triples: true };
}

function unescaped(text: string): string {
  const plain: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };
  return text.replace(/\\u([\dA-Fa-f]{4})|\\U([\dA-Fa-f]{8})|\\(.)/g, (_, short: string, long: string, sign: string) =>
    short ?? long ? String.fromCodePoint(parseInt(short ?? long, 16)) : (plain[sign] ?? sign));
}
