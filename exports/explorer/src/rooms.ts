// The rooms beside the graph: fetched when they are entered for the first time.
import type { Asked } from "./contract";
import { fill, h } from "./dom";
import type { Desk, Part } from "./parts";
import { t } from "./words";

interface Inside {
  readonly update: Part;
  ask?(question: Asked): void;
}

/** Make the rooms; `ask` enters the one with a saved question. */
export function rooms(desk: Desk): { element: HTMLElement; update: Part; ask(question: Asked): void } {
  const element = h("main", { class: "room", hidden: true });
  const made = new Map<string, Promise<Inside>>();
  const hosts = new Map<string, HTMLElement>();
  let wanted: Asked | null = null;
  const enter = async (room: "ask" | "board"): Promise<void> => {
    if (!made.has(room)) {
      const host = h("div", { class: `${room}-room` }, t("loading"));
      hosts.set(room, host);
      element.append(host);
      made.set(room, room === "ask" ? import("./ask/room").then(({ askRoom }) => askRoom(desk, host)) : import("./keep/room").then(({ boardRoom }) => boardRoom(desk, host)));
    }
    for (const [name, host] of hosts) host.hidden = name !== room;
    try {
      const inside = await made.get(room)!;
      inside.update(desk.store.state, new Set(["room"]));
      if (wanted && room === "ask") inside.ask?.(wanted);
      wanted = null;
    } catch (error) {
      made.delete(room);
      fill(hosts.get(room)!, t("failed", { reason: String(error) }));
    }
  };
  const update: Part = (state, change) => {
    element.hidden = state.room === "graph";
    element.setAttribute("aria-label", t(`room.${state.room}`));
    if (change.has("room") && state.room !== "graph") void enter(state.room);
    else for (const inside of made.values()) void inside.then((each) => each.update(state, change));
  };
  return { element, update, ask: (question) => {
    wanted = question;
    desk.store.set({ room: "ask" });
  } };
}
