// Writes names below nodes and relations along edges, with a rim of paper so that lines don't cross the letters.
import type { NodeDisplayData, PartialButFor } from "sigma/types";
import type { Settings } from "sigma/settings";

const LONGEST = 26; // characters of a name in the picture
export const NAME = { labelSize: 13, labelWeight: "normal" } as const;
export const RELATION = { edgeLabelSize: 11, edgeLabelWeight: "normal" } as const;
type Paper = { readonly paper: string; readonly ink: string };
type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
type NodeData = PartialButFor<NodeDisplayData, "x" | "y" | "size" | "label" | "color">;

/** Shorten a name for the picture. */
export function shortened(name: string): string {
  const letters = [...name];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("")}…` : name;
}

function write(context: Context, text: string, x: number, y: number, theme: Paper): void {
  context.textAlign = "center";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = theme.paper;
  context.strokeText(text, x, y);
  context.fillStyle = theme.ink;
  context.fillText(text, x, y);
  context.textAlign = "left";
}

/** Give what draws the name of a node. */
export function nodeLabels(theme: () => Paper, bold: boolean) {
  return (context: Context, data: NodeData, settings: Pick<Settings, "labelFont" | "labelSize" | "labelWeight">): void => {
    if (!data.label) return;
    context.font = `${bold ? 600 : settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
    write(context, data.label, data.x, data.y + data.size + settings.labelSize + 3, theme());
  };
}

/** Give what draws the relation of an edge along it. */
export function edgeLabels(theme: () => Paper) {
  return (
    context: Context,
    edge: { label?: string | null; aside?: number },
    source: { x: number; y: number; size: number },
    target: { x: number; y: number; size: number },
    settings: Pick<Settings, "edgeLabelFont" | "edgeLabelSize" | "edgeLabelWeight">,
  ): void => {
    const [dx, dy] = [target.x - source.x, target.y - source.y];
    const far = Math.hypot(dx, dy);
    if (!edge.label || far < source.size + target.size + 46) return;
    const aside = edge.aside ?? 0;
    const angle = Math.atan2(dy, dx);
    const along = 0.5 + aside / Math.max(90, far); // labels of edges beside each other stand at different heights
    context.save();
    context.font = `${settings.edgeLabelWeight} ${settings.edgeLabelSize}px ${settings.edgeLabelFont}`;
    context.translate(source.x + dx * along + (dy / far) * aside, source.y + dy * along - (dx / far) * aside);
    context.rotate(Math.abs(angle) > Math.PI / 2 ? angle + Math.PI : angle);
    write(context, edge.label, 0, -4, theme());
    context.restore();
  };
}
