// Light and dark: what the reader chose, else what the machine prefers; and other small choices that stay.
import type { Language } from "./contract";
import { LANGUAGES } from "./words";

/** Tell whether to begin dark. */
export function beginsDark(): boolean {
  const kept = recall("theme");
  return kept ? kept === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

export function wear(dark: boolean): void {
  document.documentElement.dataset["theme"] = dark ? "dark" : "light";
}

/** Give the language to begin with: what was chosen, else the first the browser asks for that there is. */
export function beginsIn(): Language {
  const kept = LANGUAGES.find((language) => language === recall("language"));
  if (kept) return kept;
  for (const wanted of navigator.languages) {
    if (/^zh-(hant|tw|hk|mo)/i.test(wanted)) return "zh-Hant";
    if (/^zh/i.test(wanted)) return "zh-Hans";
    if (/^en/i.test(wanted)) return "en";
  }
  return "en";
}

/** Keep a small choice in this browser, where it lets one. */
export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`guanxi.${name}`, value);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // storage is switched off or full
  }
}

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`guanxi.${name}`);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return null;
  }
}
