/** A point on the plane. */
export type PlanePoint = readonly [x: number, y: number];

/** Points on the plane that keeps most of how they differ. */
export interface Projection {
  readonly points: readonly PlanePoint[];
  /** Share of all variance that the plane keeps, 0 to 1. */
  readonly kept: number;
}

const rounds = 200;

const dot = (a: readonly number[], b: readonly number[]): number => {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
};

/** The strongest axis of rows that are centred: power iteration over the rows themselves, the same at every run. */
function strongestAxis(
  rows: readonly (readonly number[])[],
  dimension: number,
): readonly number[] | undefined {
  // It begins at the row that is farthest from the middle, which no axis of weight is square to.
  let axis = rows.reduce<readonly number[]>(
    (most, row) => (dot(row, row) > dot(most, most) ? row : most),
    [],
  );
  if (axis.length === 0 || dot(axis, axis) === 0) return undefined;
  axis = axis.map((value) => value / Math.sqrt(dot(axis, axis)));
  for (let round = 0; round < rounds; round++) {
    const next = new Array<number>(dimension).fill(0);
    for (const row of rows) {
      const share = dot(row, axis);
      for (let at = 0; at < dimension; at++) next[at]! += share * row[at]!;
    }
    const length = Math.sqrt(dot(next, next));
    if (length < 1e-12) return undefined;
    for (let at = 0; at < dimension; at++) next[at]! /= length;
    const moved = 1 - Math.abs(dot(next, axis));
    axis = next;
    if (moved < 1e-12) break;
  }
  // One sign of two that are as good: the largest part is positive.
  const largest = axis.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return largest < 0 ? axis.map((value) => -value) : axis;
}

/**
 * Projects vectors of one dimension onto their two principal axes. Undefined where that says nothing: fewer than three
 * vectors, vectors of different dimensions, or all at one place.
 */
export function principalAxes(vectors: readonly (readonly number[])[]): Projection | undefined {
  const dimension = vectors[0]?.length ?? 0;
  if (vectors.length < 3 || dimension < 2 || vectors.some(({ length }) => length !== dimension))
    return undefined;
  const middle = Array.from(
    { length: dimension },
    (_, at) => vectors.reduce((sum, vector) => sum + vector[at]!, 0) / vectors.length,
  );
  const centred = vectors.map((vector) => vector.map((value, at) => value - middle[at]!));
  const variance = centred.reduce((sum, row) => sum + dot(row, row), 0);
  const first = strongestAxis(centred, dimension);
  if (first === undefined || variance === 0) return undefined;
  const rest = centred.map((row) => {
    const share = dot(row, first);
    return row.map((value, at) => value - share * first[at]!);
  });
  const remains = rest.reduce((sum, row) => sum + dot(row, row), 0);
  const second = remains / variance < 1e-12 ? undefined : strongestAxis(rest, dimension);
  const points = centred.map(
    (row): PlanePoint => [dot(row, first), second === undefined ? 0 : dot(row, second)],
  );
  const kept = points.reduce((sum, [x, y]) => sum + x * x + y * y, 0) / variance;
  return { points, kept: Math.min(1, kept) };
}
