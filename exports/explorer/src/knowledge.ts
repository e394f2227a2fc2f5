// What the service has told so far: entities for good, edges as the filters of the moment let them through.
import { api, filterValues } from "./api";
import type { Edge, Entity, Family, Kind, Part, Relation, Schema, Status } from "./contract";
import { shown, type Scene } from "./state";

const AT_ONCE = 1000; // entities whose edges to them and to those before are asked for at a time: no answer takes long

export class Knowledge {
  readonly entities = new Map<string, Entity>();
  readonly edges = new Map<string, Edge>();
  readonly distances = new Map<string, number | null>();
  readonly relations: ReadonlyMap<string, Relation>;
  readonly families: ReadonlyMap<string, Family>;
  readonly statuses: ReadonlyMap<string, Status>;
  readonly types: ReadonlyMap<string, Kind>;
  private asking: AbortController | null = null;

  constructor(readonly schema: Schema) {
    const byId = <T extends { id: string }>(all: readonly T[]) => new Map(all.map((each) => [each.id, each]));
    this.relations = byId(schema.relations);
    this.families = byId(schema.families);
    this.statuses = byId(schema.statuses);
    this.types = byId(schema.entityTypes);
  }

  /** Learn a part of the graph. */
  learn(part: Partial<Part>): void {
    for (const entity of part.nodes ?? []) this.entities.set(entity.id, entity);
    for (const edge of part.edges ?? []) this.edges.set(edge.id, edge);
  }

  /** Ask for all edges among the nodes of a scene, as its filters let them through; give the ids that are gone. */
  async refresh(scene: Scene): Promise<readonly string[]> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const ids = [...scene.nodes.keys()];
    const told = { edges: [] as Edge[], gone: [] as string[] };
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const fresh = ids.length > AT_ONCE ? ids.slice(from, from + AT_ONCE) : undefined;
      const part = await api.graph(ids.slice(0, from + AT_ONCE), filterValues(scene.filters, this.schema), fresh, asking.signal);
      this.learn({ nodes: part.nodes });
      told.edges.push(...part.edges);
      told.gone.push(...part.gone);
    }
    this.edges.clear();
    this.learn(told);
    return told.gone;
  }

  /** Learn how far each shown node is from a sanctioned party. */
  async measure(scene: Scene): Promise<void> {
    const ids = [...scene.nodes.keys()].filter((id) => !this.distances.has(id));
    if (!ids.length) return;
    const { distances } = await api.distances(ids);
    for (const id of ids) this.distances.set(id, distances[id] ?? null);
  }

  /** Give the nodes of a scene that its filters let through. */
  visible(scene: Scene): string[] {
    const out = new Set(scene.filters.types);
    return shown(scene).filter((id) => this.entities.has(id) && !out.has(this.entities.get(id)!.type));
  }

  /** Give the edges among some nodes; what an entity does to itself is told in its pane alone. */
  among(nodes: ReadonlySet<string>): Edge[] {
    return [...this.edges.values()].filter((edge) => edge.subject !== edge.object && nodes.has(edge.subject) && nodes.has(edge.object));
  }

  /** Give the edges from an entity to itself: a firm buys back its own shares. */
  loops(id: string): Edge[] {
    return [...this.edges.values()].filter((edge) => edge.subject === id && edge.object === id);
  }

  /** Give the colour of a relation: that of its family. */
  colour(relation: string): string {
    return this.families.get(this.relations.get(relation)?.family ?? "")?.colour ?? "#777777";
  }
}
