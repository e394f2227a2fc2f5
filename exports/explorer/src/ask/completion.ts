// What the editor offers while a query is typed: keywords, prefixes, the vocabulary with its labels, variables.
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { Schema } from "../contract";
import { label } from "../words";

const KEYWORDS = (
  "SELECT DISTINCT WHERE OPTIONAL FILTER UNION MINUS GRAPH BIND VALUES GROUP BY HAVING ORDER BY ASC DESC LIMIT OFFSET " +
  "CONSTRUCT ASK DESCRIBE FROM NAMED PREFIX EXISTS NOT EXISTS COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT STR LANG CONTAINS REGEX IF COALESCE"
).match(/ORDER BY|GROUP BY|NOT EXISTS|\S+/g)!;

/** Give what completes a query over a store of this schema. */
export function completion(schema: Schema): (context: CompletionContext) => CompletionResult | null {
  const keywords = KEYWORDS.map((word): Completion => ({ label: word, type: "keyword" }));
  const prefixes = Object.keys(schema.prefixes).map((prefix): Completion => ({ label: `${prefix}:`, type: "namespace", detail: schema.prefixes[prefix] }));
  return (context) => {
    const word = context.matchBefore(/[?$]?[\w:-]*/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    if (/^[?$]/.test(word.text)) return { from: word.from, options: variables(context.state.doc.toString(), word.text), validFor: /^[?$]\w*$/ };
    const terms = schema.terms.map(({ term, kind, labels }): Completion => ({ label: term, type: kind, detail: label(labels), boost: 1 }));
    return { from: word.from, options: [...terms, ...prefixes, ...keywords], validFor: /^[\w:-]*$/ };
  };
}

function variables(text: string, current: string): Completion[] {
  const found = new Set(text.match(/[?$]\w+/g) ?? []);
  found.delete(current);
  return [...found].sort().map((variable) => ({ label: variable, type: "variable" }));
}
