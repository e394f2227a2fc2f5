// What the service's JSON says: the types of docs/server.md and /openapi.json.

export type Language = "zh-Hant" | "zh-Hans" | "en";
export type Labels = Partial<Record<Language, string>>;
export type Direction = "in" | "out" | "both";

export interface Term {
  readonly id: string;
  readonly labels: Labels;
  readonly descriptions?: Labels;
}
export interface Family extends Term {
  readonly colour: string;
}
export interface Relation extends Term {
  readonly family: string;
  readonly symmetric?: boolean;
  readonly inverse?: Labels | null;
}
export interface Status extends Term {
  readonly line: string;
  readonly faded?: boolean;
  readonly thin?: boolean;
}
export interface Kind extends Term {
  readonly shape: string;
  readonly colour: string;
}
export interface Publisher {
  readonly name: string;
  readonly articles: number;
}
export interface Word {
  readonly term: string;
  readonly kind: string;
  readonly labels?: Labels;
}
export interface Schema {
  readonly snapshot: string;
  readonly version?: string;
  readonly families: readonly Family[];
  readonly relations: readonly Relation[];
  readonly statuses: readonly Status[];
  readonly entityTypes: readonly Kind[];
  readonly qualifiers: readonly Term[];
  readonly publishers: readonly Publisher[];
  readonly store: { readonly claims: number; readonly articles: number; readonly entities: number };
  readonly curate: boolean;
  readonly prefixes: Readonly<Record<string, string>>;
  readonly terms: readonly Word[];
}

export interface Count {
  readonly relation: string;
  readonly direction: Direction;
  readonly neighbours: number;
  readonly claims: number;
}
export interface Entity {
  readonly id: string;
  readonly type: string;
  readonly names: Labels;
  readonly tickers: readonly string[];
  readonly degree: number;
  readonly sanctioned: readonly string[];
}
export interface EntityDetails extends Entity {
  readonly aliases: readonly string[];
  readonly claims: number;
  readonly counts: readonly Count[];
  readonly sanctions: readonly Entity[];
}
export interface Found extends Entity {
  readonly matched: string;
  readonly way: string;
}
export interface Edge {
  readonly id: string;
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
  readonly status: string;
  readonly statuses: readonly string[];
  readonly contradicted: boolean;
  readonly sources: number;
  readonly confidence: number;
  readonly first: string | null;
  readonly last: string | null;
  readonly claims: number;
  readonly wrong: number;
}
export interface Part {
  readonly nodes: readonly Entity[];
  readonly edges: readonly Edge[];
}
export interface Neighbours extends Part {
  readonly total: number;
}
export interface Picture extends Part {
  readonly gone: readonly string[];
}

export interface ArticleHead {
  readonly id: string;
  readonly title: string | null;
  readonly publisher: string | null;
  readonly published: string | null;
  readonly url: string | null;
  readonly reprintOf: string | null;
}
export type Mark = readonly [number, number, string];
export interface Claim {
  readonly id: string;
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
  readonly status: string;
  readonly confidence: number;
  readonly qualifiers: Readonly<Record<string, string | number>>;
  readonly sources: number;
  readonly quote: string;
  readonly start: number;
  readonly end: number;
  readonly marks: readonly Mark[];
  readonly article: ArticleHead;
  readonly contradicts: readonly string[];
  readonly judged: number | null; // the number of the judgement that it is wrong
}
export interface Claims {
  readonly total: number;
  readonly claims: readonly Claim[];
  readonly nodes: readonly Entity[];
}
export interface ArticleText extends ArticleHead {
  readonly text: string;
  readonly marks: readonly Mark[];
}
/** A way from one entity to another: each step is made of all edges between the two it joins. */
export interface Chain {
  readonly nodes: readonly string[];
  readonly steps: readonly (readonly Edge[])[];
  readonly score: number;
}
export interface Paths {
  readonly paths: readonly Chain[];
  readonly nodes: readonly Entity[];
  readonly complete: boolean;
}
export interface Listed {
  readonly entry: string;
  readonly name: string;
  readonly programmes: readonly string[];
  readonly since: string | null;
  readonly confirmed: boolean;
}
export interface SanctionedParty {
  readonly party: string;
  readonly steps: number;
  readonly sanctions: readonly Edge[];
  readonly listed: readonly Listed[];
  readonly chains: readonly Chain[];
}
export interface Exposure {
  readonly total: number;
  readonly parties: readonly SanctionedParty[];
  readonly nodes: readonly Entity[];
}
export interface Cell {
  readonly kind: string; // entity, claim, relation, value
  readonly value: string;
}
export interface QuestionAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly cells: readonly (Cell | null)[]; readonly claims: readonly string[] }[];
  readonly claims: readonly Claim[];
  readonly nodes: readonly Entity[];
  readonly edges: readonly Edge[];
  readonly total: number;
  readonly more: boolean;
  readonly query: string;
}
export interface Parameter {
  readonly name: string;
  readonly kind: string;
  readonly optional?: boolean;
  readonly default?: string | null;
  readonly labels?: Labels;
}
export interface Question {
  readonly name: string;
  readonly title: Labels;
  readonly description: Labels;
  readonly parameters: readonly Parameter[];
  readonly query: string;
}
/** A saved question with values for its parameters. */
export interface Asked {
  readonly name: string;
  readonly title: Labels;
  readonly values: Readonly<Record<string, string>>;
}
export interface Overview {
  readonly connected: readonly Entity[];
  readonly newest: readonly Claim[];
  readonly sanctions: readonly Claim[];
  readonly questions: readonly Asked[];
  readonly nodes: readonly Entity[];
}
