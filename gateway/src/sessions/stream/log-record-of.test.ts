import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { changeRecord } from '../../policy/change/change-record.ts';
import { gatewayItself } from '../evidence/own-record.ts';
import type { RecordDraft } from '../record.ts';
import { draftOf, testUlid } from '../testing/record-drafts.ts';
import { logRecordOf } from './log-record-of.ts';

const logOf = ({ header }: RecordDraft) =>
  logRecordOf({ header: { v: 1, ...header, parts: [] }, text: '', sequence: 7 }, resourceFromAttributes({}));

test('a change of policies is an event of its own, with number, kind and author, and no words of the diff', () => {
  const change = changeRecord(
    {
      event: 'canary-started',
      change: {
        revision: 12,
        digest: 'b'.repeat(64),
        time: '2026-11-29T09:00:00.000Z',
        source: 'published',
        author: 'Omar Haddad',
        key: 'laptop',
        note: 'two are enough',
      },
      before: { digest: 'a'.repeat(64) },
      diff: { widens: true, summary: 'more', rows: [], more: 0, rules: [] },
      actor: gatewayItself,
    },
    { id: testUlid(1), session: testUlid(2), now: 0, kind: 'outcome', outcome: 'delivered' },
  );
  const { eventName, attributes } = logOf(change);
  assert.equal(eventName, 'vectorgate.policy');
  const facts = Object.entries(attributes).filter(([name]) => name.startsWith('vectorgate.policy.'));
  assert.deepEqual(Object.fromEntries(facts), {
    'vectorgate.policy.digest': 'a'.repeat(64),
    'vectorgate.policy.event': 'canary-started',
    'vectorgate.policy.revision': 12,
    'vectorgate.policy.source': 'published',
    'vectorgate.policy.author': 'Omar Haddad',
    'vectorgate.policy.to': 'b'.repeat(64),
    'vectorgate.policy.key': 'laptop',
    'vectorgate.policy.widens': true,
  });
  assert.doesNotMatch(JSON.stringify(attributes), /two are enough/);
});

test('a decision has none of these', () => {
  const { eventName, attributes } = logOf(draftOf(testUlid(1)));
  assert.equal(eventName, 'vectorgate.decision');
  assert.deepEqual(
    Object.keys(attributes).filter((name) => name.startsWith('vectorgate.policy.')),
    ['vectorgate.policy.digest'],
  );
});
