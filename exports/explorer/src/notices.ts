// What the page says in passing, aloud for screen readers too; and that the service is away.
import { watchReach } from "./api";
import { h } from "./dom";
import { t } from "./words";

const STAYS = 5000; // milliseconds

export function notices() {
  const polite = h("p", { class: "notice", role: "status", "aria-live": "polite" });
  const urgent = h("p", { class: "notice urgent", role: "alert" });
  const away = h("p", { class: "notice away", role: "alert" });
  let timer = 0;
  const say = (text: string, loud = false) => {
    const place = loud ? urgent : polite;
    place.textContent = text;
    clearTimeout(timer);
    timer = window.setTimeout(() => (polite.textContent = ""), STAYS);
    if (loud) window.setTimeout(() => urgent.textContent === text && (urgent.textContent = ""), 2 * STAYS);
  };
  watchReach((there) => {
    away.textContent = t(there ? "back.again" : "away");
    away.classList.toggle("urgent", !there);
    if (there) window.setTimeout(() => away.textContent === t("back.again") && (away.textContent = ""), STAYS);
  });
  const failed = (error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") return;
    console.error(error);
    say(t("failed", { reason: error instanceof Error ? error.message : String(error) }), true);
  };
  return { element: h("div", { class: "notices" }, polite, urgent, away), say, failed };
}
