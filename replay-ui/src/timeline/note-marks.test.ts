import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepsOf } from '../records/step.ts';
import { testHeader } from '../records/testing/test-header.ts';
import { noteMarks } from './note-marks.ts';
import { stepAxis } from './step-axis.ts';

const idOf = (at: number): string => String(at).padStart(26, '0');
const steps = stepsOf(
  Array.from({ length: 1_000 }, (_, at) =>
    testHeader({ id: idOf(at), time: new Date(Date.UTC(2026, 10, 20) + at * 100).toISOString() }),
  ),
);
const { places } = stepAxis(steps);

test('notes of steps that are too close stand at one place, the first of them is what a press leads to', () => {
  const notes = new Map([
    [idOf(0), 1],
    [idOf(500), 2],
    [idOf(501), 1],
    [idOf(999), 1],
    ['of another session', 9],
  ]);
  assert.deepEqual(
    noteMarks(steps, places, 10, notes).map(({ step, notes: count }) => [step, count]),
    [
      [0, 1],
      [500, 3],
      [999, 1],
    ],
  );
  assert.deepEqual(noteMarks(steps, places, 10, new Map()), []);
});
