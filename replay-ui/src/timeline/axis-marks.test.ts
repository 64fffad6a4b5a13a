import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepsOf } from '../records/step.ts';
import { testHeader } from '../records/testing/test-header.ts';
import { axisMarks } from './axis-marks.ts';
import { stepAxis } from './step-axis.ts';

const steps = stepsOf(
  Array.from({ length: 10_000 }, (_, at) =>
    testHeader({
      id: String(at).padStart(26, '0'),
      time: new Date(Date.UTC(2026, 10, 20) + at * 100).toISOString(),
      ...(at === 5_000 && { outcome: 'refused' as const }),
    }),
  ),
);

test('many steps make no more marks than there is room for, and the gravest of a place is seen', () => {
  const marks = axisMarks(steps, stepAxis(steps).places, 50);
  assert.equal(marks.length, 50);
  assert.equal(
    marks.reduce((sum, mark) => sum + mark.steps, 0),
    steps.length,
  );
  const [refused, ...others] = marks.filter(({ kind }) => kind === 'deny');
  assert.equal(refused?.step, 5_000);
  assert.equal(others.length, 0);
});
