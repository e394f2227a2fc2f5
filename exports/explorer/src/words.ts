// Interface texts and labels in the language of the reader, numbers and money as that language writes them.
import english from "./texts/en.json";
import type { Entity, Labels, Language } from "./contract";

type Texts = Record<string, string>;
export const LANGUAGES: readonly Language[] = ["zh-Hant", "zh-Hans", "en"];
const TEXTS: Partial<Record<Language, Texts>> = { en: english };
const LOADERS: Record<Language, () => Promise<{ default: Texts }>> = {
  "zh-Hant": () => import("./texts/zh-Hant.json"),
  "zh-Hans": () => import("./texts/zh-Hans.json"),
  en: async () => ({ default: english }),
};
const ORDER: Record<Language, readonly Language[]> = {
  "zh-Hant": ["zh-Hant", "zh-Hans", "en"],
  "zh-Hans": ["zh-Hans", "zh-Hant", "en"],
  en: ["en", "zh-Hant", "zh-Hans"],
};
let current: Language = "en";

/** Load the texts of a language and speak it from now on. */
export async function speak(language: Language): Promise<void> {
  TEXTS[language] ??= (await LOADERS[language]()).default;
  current = language;
  document.documentElement.lang = language;
}

/** Give a text of the interface, with its {places} filled; where it has two forms (`|`), the first is for a count of one. */
export function t(key: string, values: Record<string, string | number> = {}): string {
  const forms = (TEXTS[current]?.[key] ?? english[key as keyof typeof english] ?? key).split("|");
  const text = forms[values["count"] === 1 ? 0 : forms.length - 1]!;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    return typeof value === "number" ? count(value) : (value ?? "");
  });
}

/** Give the label in the reader's language, or the nearest there is. */
export function label(labels: Labels | undefined, otherwise = ""): string {
  for (const language of ORDER[current]) {
    const found = labels?.[language];
    if (found) return found;
  }
  return otherwise;
}

/** Give an entity's name in the script that the reader prefers. */
export function nameOf(entity: Entity | undefined, id = ""): string {
  return label(entity?.names, entity?.id.split("/").slice(1).join("/") ?? id.split("/").slice(1).join("/"));
}

/** Give a number with separators of thousands. */
export function count(value: number): string {
  return new Intl.NumberFormat("en").format(value);
}

/** Give a share as whole per cent. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** Give an amount of money, in steps and words of the language. */
export function money(amount: number, currency: string | undefined): string {
  const steps = t("money.steps").split(" ").map((step) => step.split(":") as [string, string]);
  const [size, unit] = steps.find(([least]) => Math.abs(amount) >= Number(least)) ?? ["1", ""];
  const number = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 }).format(amount / Number(size));
  const known = currency ? TEXTS[current]?.[`currency.${currency}`] : "";
  return t("money.form", { currency: known ?? currency ?? "", number, unit }).trim();
}
