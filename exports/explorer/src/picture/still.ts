// Pictures of thousands on a machine without a graphics card: a worker paints them, and while the camera moves the page moves
// the last one that it has, as one moves a photograph, until the next is there.
import type Graph from "graphology";
import type Sigma from "sigma";
import { edgeUnder, nodeUnder, type Drawing, type View } from "./drawing";
import { after, applied, inverse, shifted, through, type Point } from "./plane";
import { idle } from "./program";
import type { StillAnswer, StillRequest } from "./still.worker";
import { survey, type Survey } from "./survey";

const MANY = 1500; // nodes or edges; fewer are drawn anew for each frame
const BEYOND = 0.12; // of the window's sides: painted around it, to be seen when the picture moves
const ZOOM = 1.3; // more than so much larger or smaller than it was painted, a still no longer does
const REST = 100; // milliseconds without a movement
const BREATH = 200; // milliseconds from one still to the next, while it moves: what puts the page together needs the processor too
const LONG = 100; // milliseconds to draw a picture with WebGL
const PAINTED = "guanxi:still";
const BY_PROCESSOR = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** What sigma asks for what lies under the pointer: it reads the colour of a pixel, for which it must draw everything. */
interface Pointing {
  getNodeAtPosition(at: Point): string | null;
  getEdgeAtPoint(x: number, y: number): string | null;
}

export class Still {
  /** Whether pictures are painted, and not drawn by WebGL. */
  on = false;
  private slow: boolean;
  private weighed = false;
  private readonly canvas = document.createElement("canvas");
  private readonly context = this.canvas.getContext("bitmaprenderer", { alpha: false })!;
  private worker: Worker | null = null;
  private found: Survey | null = null;
  private stale = true; // what was found is no longer so
  private shown: View | null = null; // from where what is shown was painted
  private asked = 0; // number of the still that was asked for last
  private waiting = false; // for it
  private begun = 0; // when it was asked for
  private rest = 0; // the timer that runs out when the camera rests
  private over = false; // the pointer is over a node

  constructor(private readonly sigma: Sigma, private readonly graph: Graph, private readonly paper: () => Pick<Drawing, "paper" | "ink" | "font">, private readonly tooSlow: () => void) {
    this.canvas.className = "still";
    sigma.getContainer().prepend(this.canvas);
    this.slow = byProcessor(sigma.getCanvases()["nodes"]!);
    sigma.on("afterProcess", () => (this.stale = true));
    sigma.on("afterRender", () => (this.on ? this.follow() : this.weigh()));
    sigma.on("enterNode", () => this.mark(true));
    sigma.on("leaveNode", () => this.mark(false));
    this.point(sigma as unknown as Pointing);
  }

  /** Paint from now on, or leave it to WebGL, as many as there are; give whether it has changed. */
  turn(slow = this.slow): boolean {
    this.slow = slow;
    const on = slow && typeof OffscreenCanvas !== "undefined" && this.isLarge;
    if (on === this.on) return false;
    this.on = on;
    this.shown = null;
    this.sigma.getContainer().classList.toggle("painted", on);
    if (on) idle.add(this.sigma);
    else idle.delete(this.sigma);
    return true;
  }

  private get isLarge(): boolean {
    return Math.max(this.graph.order, this.graph.size) > MANY;
  }

  /** See how long WebGL takes over the first large picture, whatever its maker calls itself. */
  private weigh(): void {
    if (this.weighed || !this.isLarge) return;
    this.weighed = true;
    const begun = performance.now();
    for (const layer of ["edges", "nodes"]) {
      const gl = contextOf(this.sigma.getCanvases()[layer]!);
      gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4)); // which waits until all is drawn
    }
    if (performance.now() - begun > LONG) requestAnimationFrame(() => this.tooSlow());
  }

  /** Move what is painted to where the camera looks now; have it painted anew where that does not do, and once the camera rests. */
  private follow(): void {
    const now = this.view();
    clearTimeout(this.rest);
    this.place(now);
    this.mark();
    if (this.waiting) return;
    if (this.stale) return this.ask(now);
    if (this.shown && isFrom(this.shown, around(now))) return;
    const wait = !this.shown ? 0 : covers(this.shown, now) ? REST : this.begun + BREATH - performance.now();
    if (wait <= 0) this.ask(now);
    else this.rest = window.setTimeout(() => this.on && this.ask(this.view()), wait);
  }

  private ask(now: View): void {
    if (this.stale) this.found = survey(this.sigma, this.graph, this.paper());
    const drawing = this.stale ? this.found?.drawing : undefined;
    this.stale = false;
    this.worker ??= this.hire();
    this.waiting = true;
    this.begun = performance.now();
    this.worker.postMessage({ drawing, view: around(now), number: ++this.asked } satisfies StillRequest);
  }

  private hire(): Worker {
    const worker = new Worker(new URL("./still.worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<StillAnswer>) => this.show(data);
    return worker;
  }

  private show({ number, view, image }: StillAnswer): void {
    if (number === this.asked) this.waiting = false;
    if (!this.on) return image.close();
    this.shown = view;
    [this.canvas.style.width, this.canvas.style.height] = [`${view.width}px`, `${view.height}px`];
    this.context.transferFromImageBitmap(image);
    performance.clearMarks(PAINTED);
    performance.mark(PAINTED);
    this.follow();
  }

  private place(now: View): void {
    if (this.shown) this.canvas.style.transform = `matrix(${after(now.map, inverse(this.shown.map)).join()})`;
  }

  /** Show what stands above the picture while that rests, where there is something: each layer of the page takes its time. */
  private mark(over = this.over): void {
    this.over = over;
    const chosen = this.found?.chosen ?? false;
    const still = this.shown && isFrom(this.shown, around(this.view()));
    this.sigma.getContainer().classList.toggle("marked", Boolean(still && (over || chosen)));
  }

  private view(): View {
    const { sigma } = this;
    const at = (x: number, y: number) => sigma.framedGraphToViewport({ x, y });
    return { map: through(at(0, 0), at(1, 0), at(0, 1)), ...sigma.getDimensions(), density: devicePixelRatio, sizeRatio: 1 / sigma.scaleSize(1) };
  }

  /** Look for what lies under the pointer in what is painted, since nothing is drawn whose pixels could be read. */
  private point(sigma: Pointing): void {
    const [node, edge] = [sigma.getNodeAtPosition.bind(sigma), sigma.getEdgeAtPoint.bind(sigma)];
    sigma.getNodeAtPosition = (at) => (this.on ? this.under("nodes", nodeUnder, at.x, at.y) : node(at));
    sigma.getEdgeAtPoint = (x, y) => (this.on ? this.under("edges", edgeUnder, x, y) : edge(x, y));
  }

  private under(kind: "nodes" | "edges", find: typeof nodeUnder, x: number, y: number): string | null {
    if (!this.found) return null;
    return this.found[kind][find(this.found.drawing, this.view(), x, y)] ?? null;
  }
}

/** Give the view of a window with what lies around it. */
function around({ map, width, height, ...view }: View): View {
  const [right, down] = [Math.round(width * BEYOND), Math.round(height * BEYOND)];
  return { ...view, map: shifted(map, right, down), width: width + 2 * right, height: height + 2 * down };
}

/** Tell whether a still, moved, fills the window, neither too coarse nor too fine. */
function covers(still: View, now: View): boolean {
  const back = after(still.map, inverse(now.map));
  const zoom = Math.hypot(back[0], back[1]);
  const corners = [0, now.width].flatMap((x) => [0, now.height].map((y) => applied(back, { x, y })));
  return zoom < ZOOM && zoom > 1 / ZOOM && corners.every(({ x, y }) => x >= 0 && y >= 0 && x <= still.width && y <= still.height);
}

/** Tell whether two views are the same. */
function isFrom(one: View, other: View): boolean {
  return one.width === other.width && one.height === other.height && one.density === other.density && one.map.every((each, k) => Math.abs(each - other.map[k]!) < 0.01);
}

function contextOf(canvas: HTMLCanvasElement): WebGLRenderingContext | null {
  return (canvas.getContext("webgl2") ?? canvas.getContext("webgl")) as WebGLRenderingContext | null;
}

function byProcessor(canvas: HTMLCanvasElement): boolean {
  const gl = contextOf(canvas);
  if (!gl) return false;
  const told = gl.getExtension("WEBGL_debug_renderer_info");
  return BY_PROCESSOR.test(`${gl.getParameter(gl.RENDERER)} ${told ? gl.getParameter(told.UNMASKED_RENDERER_WEBGL) : ""}`);
}
