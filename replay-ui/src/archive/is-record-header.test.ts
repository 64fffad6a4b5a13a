import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordFacts } from '@vectorgate/policy-schema/records-query';
import { cardLines } from '../elements/card/card-lines.ts';
import { compareView } from '../elements/player/compare-view.ts';
import { requestView } from '../elements/player/request-view.ts';
import { responseView } from '../elements/player/response-view.ts';
import { stepContent } from '../elements/player/step-content.ts';
import { recordRow } from '../elements/sessions/record-row.ts';
import type { RecordHeader } from '../records/record-header.ts';
import { stepsOf } from '../records/step.ts';
import { testHeader } from '../records/testing/test-header.ts';
import { visibleLine } from '../text/visible-text.ts';
import { isRecordHeader } from './is-record-header.ts';
import { brokenValues } from './testing/broken-values.ts';

/** A header with everything that one may have. */
const [operation] = testHeader().operations;
const header = testHeader({
  client: { agent: 'python', session: 'notebook', address: '127.0.0.1' },
  operations: [
    { ...operation!, page: 20, records: 30, fieldsFiltered: ['email'], fieldsRequired: ['tenant'] },
  ],
  decision: {
    effect: 'deny',
    code: 'limit-exceeded',
    rules: [{ policy: 'p', rule: 'read', file: 'p.policy.yaml', line: 7 }],
    revision: { digest: 'd1', commit: 'c1', dirty: true },
    mode: 'monitor',
    monitored: { effect: 'deny', code: 'c', rules: [{ policy: 'p', rule: 'watch' }] },
  },
  masked: [{ field: 'email', method: 'redact', found: ['email'], sought: ['phone'], count: 3 }],
  // Nobody writes `sought` there; who changes an archive may.
  unmasked: [{ field: 'phone', found: ['phone'], sought: ['ssn'], count: 1 } as LeftWhole],
  changes: ['top-k lowered to 10'],
  status: 403,
  milliseconds: 12,
  parts: [{ name: 'request', hash: 'h', size: 9 }],
});

type LeftWhole = NonNullable<RecordHeader['unmasked']>[number];

/** Does with a header what the views and searches do. */
function show(one: RecordHeader): void {
  const record = { header: one, withheld: [] };
  const content = stepContent(record);
  const { who, client, connection, store } = one;
  const texts = [
    who.name ?? who.subject,
    who.issuer,
    client.agent ?? '',
    client.session ?? '',
    connection,
    store,
  ];
  for (const text of [...texts, ...who.groups, ...one.changes]) visibleLine(text.slice(0, 80));
  recordFacts(one);
  stepsOf([one]);
  recordRow(one, 0);
  cardLines(record);
  for (const tab of ['call', 'sent', 'operations'] as const)
    requestView(
      content,
      tab,
      () => {},
      () => {},
    );
  const actions = { tab: () => {}, more: () => {}, copy: () => {} };
  for (const tab of ['hits', 'delivered'] as const) responseView(content, tab, 1, actions);
  compareView(content, content, () => {});
}

test('a header is one; with another thing in a place that views read it is none', () => {
  assert.equal(isRecordHeader(header), true);
  assert.equal(isRecordHeader(JSON.parse(JSON.stringify(header))), true);
  show(header);
  let refused = 0;
  for (const other of brokenValues(header))
    if (isRecordHeader(other)) assert.doesNotThrow(() => show(other), JSON.stringify(other));
    else refused += 1;
  assert.ok(refused > 200, String(refused));
  for (const key of [
    'who',
    'client',
    'operations',
    'decision',
    'masked',
    'changes',
    'sizes',
    'parts',
    'time',
  ])
    assert.equal(isRecordHeader({ ...header, [key]: undefined }), false, key);
});
