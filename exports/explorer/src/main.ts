// Puts the page together.
import { Actions } from "./actions";
import { read, written } from "./address";
import { api, watchSnapshot } from "./api";
import { keepToken } from "./curate";
import type { Found, Language } from "./contract";
import { fill, h } from "./dom";
import { header } from "./header";
import { exportMenu } from "./keep/menu";
import { keyList, listenToKeys, showKeys, type Keys } from "./keyboard";
import { Knowledge } from "./knowledge";
import { notices } from "./notices";
import { filters } from "./panes/filters";
import { legend } from "./panes/legend";
import { overview } from "./panes/overview";
import { side } from "./panes/side";
import { timeline } from "./panes/timeline";
import { toolbar } from "./panes/toolbar";
import { wheel } from "./panes/wheel";
import type { Desk, Part } from "./parts";
import { listen } from "./picture/gestures";
import { Picture } from "./picture/picture";
import { rooms } from "./rooms";
import { EMPTY, Store } from "./state";
import { beginsDark, beginsIn, keep, wear } from "./theme";
import { nameOf, speak, t } from "./words";
import "./page.css";
import "./panes/panes.css";

async function begin(): Promise<void> {
  const page = document.querySelector("#page")!;
  const { language, token, ...view } = read(location.hash);
  keepToken(token);
  await speak(language ?? beginsIn());
  const said = notices();
  fill(page, said.element, h("p", { class: "waiting" }, t("loading")));
  const known = new Knowledge(await api.schema());
  const store = new Store({ ...view, scene: EMPTY, lit: null, notes: new Map(), language: document.documentElement.lang as Language, dark: beginsDark() });
  build(page, store, known, said);
  if (view.scene.nodes.size || view.scene.filters !== store.state.scene.filters) await restore(view.scene);
}
let restore: (scene: typeof EMPTY) => Promise<void>;

function build(page: Element, store: Store, known: Knowledge, said: ReturnType<typeof notices>): void {
  const canvas = h("div", { class: "canvas", tabindex: "0", role: "application" });
  const stage = h("section", { class: "stage" }, canvas);
  const actions = new Actions(store, known, said.failed, () => picture.showAll(), (busy) => stage.setAttribute("aria-busy", String(busy)));
  const left = h("aside", { class: "left", id: "left" });
  const main = h("main", { class: "graph-room" }, left, stage);
  const picture = new Picture(canvas, known);
  const desk: Desk = { store, known, actions, picture, say: said.say, failed: said.failed, open: (id) => void around.open(id) };
  const around = wheel(desk);
  const dialog = keyList();
  const keys = verbs(desk, () => head.search.focus(), () => showKeys(dialog));
  const tongue = (language: Language) => void speak(language).then(() => {
    keep("language", language);
    store.set({ language });
  }, said.failed);
  const head = header(desk, (found, more) => void arrive(desk, found, more), tongue, keys.keys);
  const others = rooms(desk);
  const first = overview(desk, (question) => others.ask(question));
  const parts = { bar: toolbar(desk, keys, exportMenu(desk)), filters: filters(desk), legend: legend(desk), time: timeline(desk), side: side(desk) };
  left.append(parts.filters.element);
  stage.append(parts.bar.element, first.element, around.element, parts.legend.element, parts.time.element);
  main.append(parts.side.element);
  const sheets = sheetBar(main);
  fill(page, h("a", { class: "skip", href: "#side" }, ""), head.element, main, others.element, sheets.element, said.element, dialog);
  const updates: Part[] = [head.update, ...Object.values(parts).map(({ update }) => update), others.update, sheets.update];
  store.watch((state, change) => {
    if (change.has("dark")) {
      wear(state.dark);
      keep("theme", state.dark ? "dark" : "light");
    }
    if (change.has("language")) label(canvas, main, left, page);
    main.hidden = state.room !== "graph";
    first.element.hidden = state.scene.nodes.size > 0;
    if (change.has("language")) first.draw();
    if (["scene", "selected", "pane", "lit", "lens", "dark", "language", "room"].some((key) => change.has(key as keyof typeof state))) picture.draw(state);
    for (const update of updates) update(state, change);
    remember(state);
  });
  const forget = () => (store.state.selected.length || store.state.lit) && store.set({ selected: [], lit: null });
  picture.sigma.on("afterRender", around.follow);
  listen(picture, {
    choose: (id, more) => choose(desk, id, more),
    open: (id) => desk.open(id),
    edge: (id) => {
      const edge = known.edges.get(id);
      if (edge) store.set({ pane: { kind: "edge", subject: edge.subject, relation: edge.relation, object: edge.object } });
    },
    away: () => (around.close(), forget()),
    drop: (id, x, y) => actions.move(id, x, y),
  });
  listenToKeys(desk, { ...keys, away: () => (around.shown ? around.close() : forget()) });
  restore = async (scene) => {
    store.set({ scene });
    const gone = await actions.renew();
    if (gone.length) said.say(t("gone", { names: gone.join(", "), count: gone.length }), true);
    picture.fit();
  };
  addEventListener("hashchange", () => void revisit(desk));
  watchSnapshot(() => {
    said.say(t("changed"));
    known.distances.clear();
    store.set({ pane: { ...store.state.pane } });
    void actions.renew();
  });
  wear(store.state.dark);
  label(canvas, main, left, page);
  for (const update of updates) update(store.state, new Set(["language", "scene", "pane", "room", "dark"]));
  main.hidden = store.state.room !== "graph";
  void first.load();
  remember(store.state);
}

function label(canvas: HTMLElement, main: HTMLElement, left: HTMLElement, page: Element): void {
  canvas.setAttribute("aria-label", t("picture.label"));
  main.setAttribute("aria-label", t("room.graph"));
  left.setAttribute("aria-label", t("filters"));
  page.querySelector(".skip")!.textContent = t("skip");
}

function choose({ store }: Desk, id: string, more: boolean): void {
  const { selected } = store.state;
  const next = !more ? [id] : selected.includes(id) ? selected.filter((each) => each !== id) : [...selected, id];
  store.set({ selected: next, pane: { kind: "entity", id } });
}

async function arrive(desk: Desk, found: Found, more: boolean): Promise<void> {
  const { store, actions, picture } = desk;
  const selected = more ? [...store.state.selected, found.id] : [found.id];
  const beside = { selected, pane: { kind: "entity", id: found.id } as const, room: "graph" as const };
  if (store.state.scene.nodes.has(found.id)) store.set(beside);
  else await actions.show({ nodes: [found] }, [found.id], beside);
  if (store.state.scene.nodes.size === 1) picture.fit();
  if (!more) desk.open(found.id);
  desk.say(nameOf(found));
}

function verbs(desk: Desk, search: () => void, keys: () => void): Keys {
  const { store, actions, picture } = desk;
  const chosen = () => [...store.state.selected];
  return {
    search, keys,
    undo: () => void actions.undo(),
    redo: () => void actions.redo(),
    fit: () => picture.fit(),
    layOut: () => void actions.layOut().then(() => picture.fit()),
    expand: () => chosen().length && desk.open(chosen().at(-1)!),
    collapse: () => chosen().length && desk.say(t("collapsed", { count: actions.collapse(chosen().at(-1)!) })),
    pin: () => actions.pin(chosen()),
    hide: () => actions.hide(chosen()),
    only: () => actions.keepOnly(chosen()),
    path: () => chosen().length > 1 ? store.set({ pane: { kind: "paths", ends: chosen().slice(0, 4), open: 0 } }) : desk.say(t("paths.two")),
    lens: () => void desk.known.measure(store.state.scene).then(() => store.set({ lens: !store.state.lens }), desk.failed),
    clear: () => actions.clear(),
    exposure: () => chosen().length && store.set({ pane: { kind: "exposure", id: chosen().at(-1)! } }),
    away: () => store.set({ selected: [] }),
  };
}

let address = "";
let timer = 0;
function remember(state: Store["state"]): void {
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    address = `#${written(state)}`;
    if (location.hash !== address) history.replaceState(null, "", address);
  }, 150);
}

/** Follow an address that the reader put in by hand. */
async function revisit({ store }: Desk): Promise<void> {
  if (location.hash === address) return;
  const { language, token, scene, ...view } = read(location.hash);
  keepToken(token);
  if (language) await speak(language);
  store.set({ ...view, language: language ?? store.state.language });
  await restore(scene);
}

/** On a narrow screen the panes lie under the picture, and are called up one at a time. */
function sheetBar(main: HTMLElement) {
  const element = h("nav", { class: "sheets" });
  const show = (sheet: string) => {
    main.dataset["sheet"] = main.dataset["sheet"] === sheet ? "" : sheet;
    draw();
  };
  const draw = () => {
    element.setAttribute("aria-label", t("sheets"));
    const tab = (sheet: string, said: string) => {
      const made = h("button", { type: "button", "aria-pressed": String(main.dataset["sheet"] === sheet), "data-key": sheet }, said);
      made.addEventListener("click", () => show(sheet));
      return made;
    };
    fill(element, tab("filters", t("filters")), tab("side", t("side")));
  };
  const update: Part = (state, change) => {
    if (change.has("pane")) main.dataset["sheet"] = state.pane.kind === "none" ? "" : "side";
    if (change.has("language") || change.has("pane")) draw();
  };
  return { element, update };
}

void begin();
