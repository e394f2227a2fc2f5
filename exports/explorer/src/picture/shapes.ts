// The shapes of nodes, as the schema names them: drawn by WebGL, by SVG and in the legend from the same corners.

export const SHAPES = ["dot", "square", "diamond", "triangle", "triangleDown", "hexagon", "star", "box"] as const;
const NUMBERS = new Map<string, number>(SHAPES.map((shape, number) => [shape, number]));
type Point = readonly [number, number];

const polygon = (corners: number, turn: number, radius = 1): Point[] =>
  Array.from({ length: corners }, (_, k) => {
    const angle = turn + (2 * Math.PI * k) / corners;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
const STAR = Array.from({ length: 10 }, (_, k): Point => {
  const angle = -Math.PI / 2 + (Math.PI * k) / 5;
  const radius = k % 2 ? 0.52 : 1.15;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
});
const CORNERS: Record<string, Point[]> = {
  dot: polygon(24, 0),
  square: polygon(4, Math.PI / 4, 1.15),
  diamond: polygon(4, 0, 1.15),
  triangle: polygon(3, -Math.PI / 2, 1.2),
  triangleDown: polygon(3, Math.PI / 2, 1.2),
  hexagon: polygon(6, 0, 1.05),
  star: STAR,
  box: [[-1.2, -0.72], [1.2, -0.72], [1.2, 0.72], [-1.2, 0.72]],
};

/** Give the number of a shape, by which programs and painters know it. */
export function shapeNumber(shape: string): number {
  return NUMBERS.get(shape) ?? 0;
}

/** Give the corners of a shape of radius one, y downwards. */
export function corners(shape: string): readonly Point[] {
  return CORNERS[shape] ?? CORNERS["dot"]!;
}

/** Give the shape as the points of an SVG polygon. */
export function points(shape: string, x: number, y: number, radius: number): string {
  return corners(shape).map(([dx, dy]) => `${(x + dx * radius).toFixed(1)},${(y + dy * radius).toFixed(1)}`).join(" ");
}
