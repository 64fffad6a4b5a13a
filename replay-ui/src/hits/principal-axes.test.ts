import assert from 'node:assert/strict';
import { test } from 'node:test';
import { principalAxes } from './principal-axes.ts';

test('points of a plane keep their distances, wherever that plane lies', () => {
  const flat = [
    [0, 0],
    [3, 0],
    [0, 1],
    [3, 1],
    [1.5, 0.2],
  ];
  const [u, v] = [
    [0.5, 0.5, 0.5, 0.5],
    [0.5, -0.5, 0.5, -0.5],
  ] as const;
  const lifted = flat.map(([x, y]) => u.map((part, at) => 7 + x! * part + y! * v[at]!));
  const { points, kept } = principalAxes(lifted)!;
  assert.ok(kept > 0.999999);
  const apart = (a: readonly number[], b: readonly number[]): number =>
    Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!);
  for (let i = 0; i < flat.length; i++)
    for (let j = 0; j < i; j++)
      assert.ok(Math.abs(apart(points[i]!, points[j]!) - apart(flat[i]!, flat[j]!)) < 1e-6);
});

test('the same vectors give the same picture, and the first axis is the longest', () => {
  const vectors = Array.from({ length: 40 }, (_, n) => [Math.sin(n) * 9, Math.cos(n * 3), Math.sin(n * 7)]);
  assert.deepEqual(principalAxes(vectors), principalAxes(vectors));
  const { points, kept } = principalAxes(vectors)!;
  const spread = (axis: 0 | 1): number => points.reduce((sum, point) => sum + point[axis] ** 2, 0);
  assert.ok(spread(0) > spread(1));
  assert.ok(kept > 0.9 && kept <= 1);
});

test('vectors on one line lie on one axis', () => {
  const { points, kept } = principalAxes([
    [1, 1, 1],
    [2, 2, 2],
    [5, 5, 5],
  ])!;
  assert.ok(points.every(([, y]) => Math.abs(y) < 1e-6));
  assert.ok(kept > 0.999999);
});

test('what says nothing gives no picture', () => {
  assert.equal(principalAxes([]), undefined);
  assert.equal(
    principalAxes([
      [1, 2],
      [3, 4],
    ]),
    undefined,
  );
  assert.equal(principalAxes([[1, 2], [3, 4], [5]]), undefined);
  assert.equal(
    principalAxes([
      [1, 2],
      [1, 2],
      [1, 2],
    ]),
    undefined,
  );
  assert.equal(principalAxes([[1], [2], [3]]), undefined);
});
