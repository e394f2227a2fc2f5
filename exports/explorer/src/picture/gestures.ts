// What the reader does in the picture with a mouse or a finger, told in terms of entities and edges.
import type { Picture } from "./picture";

export interface Gestures {
  choose(id: string, more: boolean): void;
  open(id: string): void;
  edge(id: string): void;
  away(): void;
  drop(id: string, x: number, y: number): void;
}

/** Listen to the picture. */
export function listen(picture: Picture, told: Gestures): void {
  const { sigma, graph } = picture;
  let dragged: string | null = null;
  let moved = false;
  const touching = (event: MouseEvent | TouchEvent) => "shiftKey" in event && (event.shiftKey || event.ctrlKey || event.metaKey);
  sigma.on("clickNode", ({ node, event }) => {
    if (!moved) told.choose(node, touching(event.original));
  });
  sigma.on("doubleClickNode", ({ node, event }) => {
    event.preventSigmaDefault();
    told.open(node);
  });
  sigma.on("clickEdge", ({ edge }) => told.edge(edge));
  sigma.on("clickStage", () => told.away());
  sigma.on("enterNode", () => sigma.getContainer().classList.add("pointing"));
  sigma.on("leaveNode", () => sigma.getContainer().classList.remove("pointing"));
  sigma.on("enterEdge", ({ edge }) => {
    sigma.getContainer().classList.add("pointing");
    picture.point(edge);
  });
  sigma.on("leaveEdge", () => {
    sigma.getContainer().classList.remove("pointing");
    picture.point(null);
  });
  sigma.on("downNode", ({ node }) => {
    dragged = node;
    moved = false;
  });
  sigma.on("moveBody", ({ event }) => {
    if (!dragged) return;
    moved = true;
    const { x, y } = sigma.viewportToGraph(event);
    graph.mergeNodeAttributes(dragged, { x, y });
    event.preventSigmaDefault();
    event.original.preventDefault();
  });
  const up = () => {
    if (dragged && moved) told.drop(dragged, graph.getNodeAttribute(dragged, "x") as number, graph.getNodeAttribute(dragged, "y") as number);
    dragged = null;
    setTimeout(() => (moved = false));
  };
  sigma.on("upNode", up);
  sigma.on("upStage", up);
}
