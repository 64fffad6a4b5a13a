import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepable } from './keepable.ts';

test('what was looked for in requests is not kept with a page, wherever it stands', () => {
  const query = 'effect:deny text:"leaking kettle" -text:warranty since:7d';
  const kept = keepable({
    session: 'S',
    query,
    remembered: { sessions: { query }, widths: [1, 2], speed: 2, none: null },
  });
  assert.doesNotMatch(JSON.stringify(kept), /kettle|warranty|text:/);
  assert.deepEqual(
    { ...kept, query: '', remembered: { ...kept.remembered, sessions: {} } },
    { session: 'S', query: '', remembered: { sessions: {}, widths: [1, 2], speed: 2, none: null } },
  );
  for (const one of [kept.query, kept.remembered.sessions.query])
    assert.deepEqual(one.split(/\s+/), ['effect:deny', 'since:7d']);
});

test('of a query that cannot be read nothing is kept', () => {
  for (const query of ['Text:kettle', 'kettle', 'effect:deny "text:kettle', 'text:"kettle'])
    assert.deepEqual(keepable({ query }), { query: '' });
  assert.deepEqual(keepable({ query: 'effect:deny' }), { query: 'effect:deny' });
});
