import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReportRow } from '@vectorgate/policy-schema/analyse';
import { requestList } from './request-list.ts';

const row: ReportRow = {
  heading: '7 requests of Ana',
  changes: [
    { sign: '⊘', kind: 'newly refused', isMore: false, text: 'limit-exceeded' },
    { sign: '▒', kind: 'newly masked', isMore: false, text: 'email: whole → hash' },
  ],
  rules: [{ name: 'read' }],
  requests: 7,
  examples: Array.from({ length: 7 }, (_, i) => ({
    record: `r${i}`,
    session: i === 0 ? '' : 's',
    time: Date.parse('2026-11-28T09:06:00Z') - i * 60_000,
    text: `Ana $(trash) \u202e, 2026-11-28 09:0${6 - i} UTC`,
  })),
};

test('all requests of a change are listed, with what becomes of them, and each leads to its step', () => {
  const { title, placeHolder, choices } = requestList(row);
  assert.equal(title, '7 requests of Ana: newly refused limit-exceeded; newly masked email: whole → hash');
  assert.equal(placeHolder, 'all 7 of them; one that is chosen opens in its session');
  assert.deepEqual(
    choices.map(({ record, session }) => [record, session]),
    row.examples.map(({ record, session }) => [record, session]),
  );
});

test('names in it are text: no icon, no mark of direction', () => {
  const [first] = requestList(row).choices;
  assert.equal(first?.label, 'Ana \\$(trash) ⟨RLO⟩, 2026-11-28 09:06 UTC');
});

test('where more were asked than are kept it is said, and how older ones are found', () => {
  assert.equal(
    requestList({ ...row, requests: 12_345 }).placeHolder,
    'the latest 7 of 12,345; one that is chosen opens in its session. Older ones: vectorgate policy replay PATH --query until:2026-11-28T09:00',
  );
});
