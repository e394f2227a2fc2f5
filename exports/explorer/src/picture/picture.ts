// The picture: keeps what WebGL draws in step with the state, and tells what the reader does in it.
import Graph from "graphology";
import Sigma from "sigma";
import { animateNodes } from "sigma/utils";
import type { Edge } from "../contract";
import type { Knowledge } from "../knowledge";
import { plain } from "../plain";
import { EMPTY, type Scene, type State } from "../state";
import { label, nameOf } from "../words";
import { StatusProgram } from "./edge-program";
import { edgeLabels, NAME, nodeLabels, RELATION, shortened } from "./labels";
import { asides, DARK, fillOf, LIGHT, lineOf, mixed, sizeOf, widthOf, type Theme } from "./look";
import { keepPace } from "./pace";
import { ShapeProgram } from "./node-program";
import { Still } from "./still";

export const FRAME = 500; // the picture's square reaches from -500 to 500 before anybody zooms
const SMOOTH = 400; // nodes up to which movement is shown
const LABELLED = 18; // edges up to which each has its relation written along it
const NAMED = 2000; // edges up to which the one under the pointer has
const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const FONT = "system-ui, 'Noto Sans CJK TC', 'PingFang TC', 'Microsoft JhengHei', sans-serif";

export class Picture {
  readonly graph = new Graph({ multi: true, type: "directed" });
  readonly sigma: Sigma;
  private theme: Theme = LIGHT;
  private readonly still: Still;
  private stop: (() => void) | null = null;
  private scene: Scene = EMPTY;
  private pointed: { id: string; look: { label: string; forceLabel: boolean } } | null = null;

  constructor(container: HTMLElement, private readonly known: Knowledge) {
    const theme = () => this.theme;
    this.sigma = new Sigma(this.graph, container, {
      allowInvalidContainer: true,
      defaultNodeType: "shape",
      defaultEdgeType: "status",
      nodeProgramClasses: { shape: ShapeProgram },
      edgeProgramClasses: { status: StatusProgram },
      enableEdgeEvents: true,
      labelFont: FONT,
      edgeLabelFont: FONT,
      ...NAME,
      ...RELATION,
      labelRenderedSizeThreshold: 5,
      labelGridCellSize: 60,
      labelDensity: 1.5,
      minCameraRatio: 0.03,
      maxCameraRatio: 30,
      stagePadding: 20,
      zIndex: true,
      doubleClickZoomingRatio: 1,
      defaultDrawNodeLabel: nodeLabels(theme, false),
      defaultDrawNodeHover: nodeLabels(theme, true),
      defaultDrawEdgeLabel: edgeLabels(theme) as never,
    });
    this.still = new Still(this.sigma, this.graph, () => ({ paper: this.theme.paper, ink: this.theme.ink, font: FONT }), () => this.tooSlow());
    keepPace(this.sigma, () => this.tooSlow());
    this.sigma.setCustomBBox({ x: [-FRAME, FRAME], y: [-FRAME, FRAME] });
  }

  /** Draw the state: what came slides in from where it came from, what stays moves to its place. */
  draw(state: State): void {
    this.theme = state.dark ? DARK : LIGHT;
    this.scene = state.scene;
    const visible = new Set(this.known.visible(state.scene));
    const edges = this.known.among(visible);
    this.stop?.();
    for (const id of this.graph.nodes()) if (!visible.has(id)) this.graph.dropNode(id);
    const moves: Record<string, { x: number; y: number }> = {};
    const smooth = visible.size <= SMOOTH && !CALM.matches;
    for (const id of visible) this.place(id, state, smooth, moves);
    this.connect(edges, state);
    this.still.turn();
    this.write();
    this.sigma.once("afterRender", () => performance.mark("guanxi:drawn", { detail: visible.size }));
    if (Object.keys(moves).length) this.stop = animateNodes(this.graph, moves, { duration: 240, easing: "quadraticOut" });
  }

  /** Have written what there is room for; a painted picture has its names on it. */
  private write(): void {
    const { on } = this.still;
    const whole = on ? { hideEdgesOnMove: false, hideLabelsOnMove: false } : {}; // with them, sigma takes all down anew after a movement
    this.sigma.setSettings({ renderLabels: !on, renderEdgeLabels: !on && this.graph.size <= NAMED, ...whole });
  }

  /** Have a large picture painted from now on; from a middling one leave out edges and names until the camera rests. */
  private tooSlow(): void {
    if (this.still.turn(true)) this.write();
    else if (!this.still.on && !this.sigma.getSetting("hideEdgesOnMove")) this.sigma.setSettings({ hideEdgesOnMove: true, hideLabelsOnMove: true });
  }

  private place(id: string, state: State, smooth: boolean, moves: Record<string, { x: number; y: number }>): void {
    const placed = state.scene.nodes.get(id)!;
    const look = this.nodeLook(id, state);
    if (!this.graph.hasNode(id)) {
      const from = smooth && placed.from && this.graph.hasNode(placed.from) ? this.graph.getNodeAttributes(placed.from) : placed;
      this.graph.addNode(id, { ...look, x: from["x"] as number, y: from["y"] as number });
    } else this.graph.mergeNodeAttributes(id, look);
    const at = this.graph.getNodeAttributes(id);
    if (at["x"] === placed.x && at["y"] === placed.y) return;
    if (smooth) moves[id] = { x: placed.x, y: placed.y };
    else this.graph.mergeNodeAttributes(id, { x: placed.x, y: placed.y });
  }

  private nodeLook(id: string, state: State) {
    const entity = this.known.entities.get(id)!;
    const chosen = state.selected.includes(id);
    const lit = !state.lit || this.litNodes(state).has(id);
    const fill = fillOf(entity, this.known, state.lens, this.theme);
    return {
      label: shortened(plain(nameOf(entity))),
      size: sizeOf(entity),
      color: lit ? fill : mixed(fill, this.theme.paper, 0.25),
      rim: lit ? mixed(this.theme.ink, fill, 0.62) : this.theme.faint,
      shape: this.known.types.get(entity.type)?.shape ?? "dot",
      sanctioned: entity.sanctioned.length > 0,
      pinned: state.scene.nodes.get(id)!.pinned,
      chosen,
      highlighted: chosen,
      forceLabel: chosen,
      zIndex: chosen ? 2 : lit ? 1 : 0,
    };
  }

  private litFor: ReadonlySet<string> | null = null;
  private litIds = new Set<string>();

  private litNodes(state: State): ReadonlySet<string> {
    if (state.lit !== this.litFor) {
      this.litFor = state.lit;
      const edges = [...(state.lit ?? [])].map((id) => this.known.edges.get(id)).filter((edge) => edge !== undefined);
      this.litIds = new Set(edges.flatMap((edge) => [edge.subject, edge.object]));
    }
    return this.litIds;
  }

  private connect(edges: readonly Edge[], state: State): void {
    const wanted = new Set(edges.map((edge) => edge.id));
    for (const id of this.graph.edges()) if (!wanted.has(id)) this.graph.dropEdge(id);
    const aside = asides(edges);
    for (const edge of edges) {
      const look = { ...this.edgeLook(edge, state, edges.length <= LABELLED), aside: aside.get(edge.id) ?? 0 };
      if (this.graph.hasEdge(edge.id)) this.graph.mergeEdgeAttributes(edge.id, look);
      else this.graph.addDirectedEdgeWithKey(edge.id, edge.subject, edge.object, look);
    }
  }

  private edgeLook(edge: Edge, state: State, labelled: boolean) {
    const status = this.known.statuses.get(edge.status);
    const relation = this.known.relations.get(edge.relation);
    const { pane } = state;
    const chosen = pane.kind === "edge" && pane.subject === edge.subject && pane.relation === edge.relation && pane.object === edge.object;
    const lit = !state.lit || state.lit.has(edge.id);
    const colour = state.dark ? mixed(this.known.colour(edge.relation), "#ffffff", 0.72) : this.known.colour(edge.relation);
    const strength = lit ? (status?.faded ? 0.5 : 0.92) : 0.16;
    return {
      label: (labelled && lit) || chosen || (state.lit && lit) ? label(relation?.labels, edge.relation) : "",
      forceLabel: chosen || labelled,
      size: widthOf(edge, status) * (chosen ? 1.8 : 1),
      color: mixed(colour, this.theme.paper, chosen ? 1 : strength),
      line: lineOf(status),
      arrow: !relation?.symmetric,
      zIndex: chosen ? 2 : lit ? 1 : 0,
    };
  }

  /** Write the relation along the edge under the pointer, and no longer along the one before. */
  point(id: string | null): void {
    if (this.pointed && this.graph.hasEdge(this.pointed.id)) this.graph.mergeEdgeAttributes(this.pointed.id, this.pointed.look);
    this.pointed = null;
    const edge = id ? this.known.edges.get(id) : undefined;
    if (!id || !edge || !this.graph.hasEdge(id) || this.still.on) return;
    const { label: before, forceLabel } = this.graph.getEdgeAttributes(id);
    this.pointed = { id, look: { label: before as string, forceLabel: forceLabel as boolean } };
    this.graph.mergeEdgeAttributes(id, { label: label(this.known.relations.get(edge.relation)?.labels, edge.relation), forceLabel: true });
  }

  /** Move the camera if something is drawn where it can't be seen, and not otherwise. */
  showAll(): void {
    requestAnimationFrame(() => {
      const { width, height } = this.sigma.getDimensions();
      const seen = this.graph.everyNode((id) => {
        const { x, y } = this.sigma.graphToViewport(this.scene.nodes.get(id)!);
        return x > 30 && x < width - 30 && y > 60 && y < height - 40;
      });
      if (!seen) this.fit();
    });
  }

  /** Move the camera so that all that is drawn can be seen. */
  fit(): void {
    const places = this.graph.nodes().map((id) => this.scene.nodes.get(id)!); // where they are going, not where they are on their way
    if (!places.length) return;
    const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
    const [left, right, low, high] = [xs.reduce((a, b) => Math.min(a, b)), xs.reduce((a, b) => Math.max(a, b)), ys.reduce((a, b) => Math.min(a, b)), ys.reduce((a, b) => Math.max(a, b))];
    const { width, height } = this.sigma.getDimensions();
    const side = Math.min(width, height) - 40;
    const ratio = Math.max((right - left) / (2 * FRAME) / ((width - 130) / side), (high - low) / (2 * FRAME) / ((height - 150) / side), 0.42);
    const lower = (20 / side) * ratio; // the toolbar lies over the upper edge
    const camera = { x: ((left + right) / 2 + FRAME) / (2 * FRAME), y: ((low + high) / 2 + FRAME) / (2 * FRAME) + lower, ratio, angle: 0 };
    if (CALM.matches) this.sigma.getCamera().setState(camera);
    else void this.sigma.getCamera().animate(camera, { duration: 260 });
  }

  /** Give where a node is on the screen, in pixels of the container. */
  whereIs(id: string): { x: number; y: number } | null {
    if (!this.graph.hasNode(id)) return null;
    const { x, y } = this.graph.getNodeAttributes(id) as { x: number; y: number };
    return this.sigma.graphToViewport({ x, y });
  }
}
