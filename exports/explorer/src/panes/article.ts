// The article in the right pane, with the claim's sentence in its place.
import { api } from "../api";
import type { ArticleText } from "../contract";
import { button, fill, h, webAddress } from "../dom";
import type { Desk } from "../parts";
import type { Pane } from "../state";
import { t } from "../words";
import { pieces } from "./quote";

type ArticlePane = Extract<Pane, { kind: "article" }>;
const LONGEST = 400_000; // characters that are shown of an article

/** Show an article and scroll to the claim it was opened for. */
export async function showArticle(desk: Desk, host: HTMLElement, pane: ArticlePane): Promise<void> {
  const article = await api.article(pane.id);
  if (desk.store.state.pane !== pane) return;
  const web = webAddress(article.url);
  fill(host,
    button(`← ${t("back")}`, () => desk.store.set({ pane: pane.back }), { class: "plain back", "data-key": "back" }),
    h("h2", {}, article.title || article.id),
    h("p", { class: "about" }, [article.publisher, article.published].filter(Boolean).join(" · ") || article.id,
      web ? h("a", { href: web, target: "_blank", rel: "noopener noreferrer nofollow" }, ` ${t("article.web")} ↗`) : null),
    body(article, pane.claim));
  host.querySelector(".text .here")?.scrollIntoView({ block: "center" });
}

function body(article: ArticleText, claim: string): HTMLElement {
  const text = h("div", { class: "text", dir: "auto", tabindex: "0", role: "region", "aria-label": t("article.text") });
  for (const piece of pieces(article.text.slice(0, LONGEST), article.marks)) {
    if (!piece.marks.length) text.append(h("span", {}, piece.text));
    else text.append(h("mark", { class: piece.marks.includes(claim) ? "here" : "other" }, piece.text));
  }
  return text;
}
