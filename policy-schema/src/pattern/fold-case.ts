import { type CodePoints, codePoints } from './code-points.ts';

/** Cased letters beyond this plane have no other case in Unicode, nor have those between the two blocks. */
const cased: CodePoints = [
  [0x41, 0x24ff],
  [0x2c00, 0x2dff],
  [0xa640, 0xabff],
  [0xfb05, 0xfb06],
  [0xff21, 0xff5a],
  [0x10400, 0x10fff],
  [0x118a0, 0x1e9ff],
];

/** The dotted and the dotless i of Turkish have no simple folding: they are not the letter i. */
const apart: ReadonlySet<number> = new Set([0x130, 0x131]);

/** Twins in Unicode's simple folding that JavaScript's own capitals, of several letters, do not show. */
const twins: ReadonlyMap<number, number> = new Map([
  [0x1fd3, 0x390],
  [0x1fe3, 0x3b0],
  [0xfb05, 0xfb06],
]);

const single = (text: string): number | undefined => {
  const point = text.codePointAt(0)!;
  return String.fromCodePoint(point).length === text.length ? point : undefined;
};

/** What the cases of one letter have in common (simple case folding): the small letter of its capital. */
function foldOf(point: number): number {
  if (apart.has(point)) return point;
  const twin = twins.get(point);
  if (twin !== undefined) return twin;
  const character = String.fromCodePoint(point);
  const capital = single(character.toUpperCase()) ?? point;
  return single(String.fromCodePoint(capital).toLowerCase()) ?? point;
}

let orbits: ReadonlyMap<number, readonly number[]> | undefined;

/** Letters that are one but for their case, by each of them. Made when first asked for. */
function allOrbits(): ReadonlyMap<number, readonly number[]> {
  const byFold = new Map<number, number[]>();
  for (const [from, to] of cased) {
    for (let point = from; point <= to; point++) {
      if (point >= 0xd800 && point <= 0xdfff) continue;
      const fold = foldOf(point);
      const orbit = byFold.get(fold);
      if (orbit === undefined) byFold.set(fold, [point]);
      else orbit.push(point);
    }
  }
  const found = new Map<number, readonly number[]>();
  for (const orbit of byFold.values()) {
    if (orbit.length > 1) for (const point of orbit) found.set(point, orbit);
  }
  return found;
}

/** A set with the other cases of its letters. */
export function foldCase(points: CodePoints): CodePoints {
  orbits ??= allOrbits();
  const more: [number, number][] = [];
  for (const [point, orbit] of orbits) {
    if (points.some(([from, to]) => from <= point && point <= to))
      for (const other of orbit) more.push([other, other]);
  }
  return codePoints([...points, ...more]);
}
