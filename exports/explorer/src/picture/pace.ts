// Keeps the picture moving where drawing is slow: what is in the way of it is told when two frames in a row were late.
import type Sigma from "sigma";

const SLOW = 42; // milliseconds between two frames of a movement: fewer than 24 a second
const TIMES = 2; // that many slow frames in a row, to pass over a single hiccup
const LARGE = 400; // nodes and edges; a smaller picture is drawn whole however slow the machine is

/** Watch how fast frames follow each other while the camera moves; tell when it is too slow for a picture that is large. */
export function keepPace(sigma: Sigma, tooSlow: () => void): void {
  let last = 0;
  let slow = 0;
  sigma.getCamera().on("updated", () => {
    const now = performance.now();
    const between = now - last;
    last = now;
    if (between > 1000) return; // another movement
    slow = between > SLOW ? slow + 1 : 0;
    const graph = sigma.getGraph();
    if (slow >= TIMES && graph.order + graph.size >= LARGE) tooSlow();
  });
}
