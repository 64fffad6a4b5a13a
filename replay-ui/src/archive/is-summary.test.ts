import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sessionRow } from '../elements/sessions/session-row.ts';
import { isSummary } from './is-summary.ts';
import { brokenValues } from './testing/broken-values.ts';

const summary = {
  id: '01JD8Z6Q4MX3V7H2K9RBT5WY00',
  who: { issuer: 'people', subject: 'ana', name: 'Ana Ruiz' },
  connection: 'insights',
  store: 'chroma',
  started: '2026-11-20T09:12:00.000Z',
  ended: '2026-11-20T09:13:00.000Z',
  records: 3,
  refused: 1,
  masked: 1,
};

test('whatever of a changed list of sessions is taken for one can be shown', () => {
  assert.ok(isSummary(summary));
  let refused = 0;
  for (const other of brokenValues(summary))
    if (isSummary(other)) assert.doesNotThrow(() => sessionRow(other, 0), JSON.stringify(other));
    else refused += 1;
  assert.ok(refused > 60, String(refused));
  assert.equal(isSummary({ ...summary, who: { ...summary.who, name: 7 } }), false);
});
