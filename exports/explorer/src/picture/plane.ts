// Maps of the plane that keep lines straight, as CSS and canvases write them.

/** (x, y) goes to (a x + c y + e, b x + d y + f). */
export type Plane = readonly [a: number, b: number, c: number, d: number, e: number, f: number];
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Give the map that takes (0, 0), (1, 0) and (0, 1) to three points. */
export function through(zero: Point, right: Point, up: Point): Plane {
  return [right.x - zero.x, right.y - zero.y, up.x - zero.x, up.y - zero.y, zero.x, zero.y];
}

/** Give where a map takes a point. */
export function applied([a, b, c, d, e, f]: Plane, { x, y }: Point): Point {
  return { x: a * x + c * y + e, y: b * x + d * y + f };
}

/** Give the map that does one after the other. */
export function after(second: Plane, first: Plane): Plane {
  const [zero, right, up] = [{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 0, y: 1 }].map((point) => applied(second, applied(first, point)));
  return through(zero!, right!, up!);
}

/** Give the map that takes everything back. */
export function inverse([a, b, c, d, e, f]: Plane): Plane {
  const area = a * d - b * c;
  return [d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area];
}

/** Move what a map gives. */
export function shifted([a, b, c, d, e, f]: Plane, x: number, y: number): Plane {
  return [a, b, c, d, e + x, f + y];
}
