import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FoundRecord } from '@vectorgate/replay-ui/host';
import type { Step } from '@vectorgate/replay-ui/records';
import { shownNode } from '../views/shown-node.ts';
import type { ViewNode } from '../views/view-node.ts';
import { recordNode, savedNodes, sessionNode, stepNode } from './session-nodes.ts';

const time = '2026-11-26T12:00:00Z';
const now = Date.parse(time);
const long = 'x'.repeat(1_000_000);
const names = ['a\u202eb', 'a\u001b[31mb', 'a\n\rb', 'a\u2066b', '$(alert) [x](command:y)', long];

const session = (name: string) =>
  sessionNode(
    'all',
    {
      ...{ id: '01JD8Z6Q4MX3V7H2K9RBT5WYCN', who: { issuer: 'people', subject: name, name } },
      ...{ connection: name, store: name, started: time, ended: time, records: 3, refused: 1, masked: 0 },
    },
    true,
    now,
  );
const record = (name: string): FoundRecord =>
  ({
    ...{ id: '01JD8Z6Q4MX3V7H2K9RBT5WYCN', session: '01JD8Z6Q4MX3V7H2K9RBT5WYCN', time, connection: name },
    who: { issuer: 'people', subject: name, name, groups: [] },
    ...{ kind: 'record', outcome: 'refused', masked: [], decision: { effect: 'deny', mode: 'enforce' } },
    reason: { what: name, next: name },
    operations: [
      {
        ...{ name, classes: [name], fieldsFiltered: [name] },
        targets: [{ collection: { is: 'one', name } }],
      },
    ],
  }) as unknown as FoundRecord;

const holds = (node: ViewNode, end: RegExp): void => {
  const { label, description = '', spoken = '', tooltip = '' } = shownNode(node);
  for (const text of [label, description, spoken]) {
    assert.doesNotMatch(text, /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    assert.ok(text.length < 1_200, `${text.length} characters`);
  }
  assert.doesNotMatch(tooltip.replaceAll('\n', ''), /[\p{Cc}\u202a-\u202e\u2066-\u2069]|\$\\?\(|\]\(/u);
  assert.ok(tooltip.length < 20_000, `${tooltip.length} characters`);
  assert.match(`${description}\n${spoken}`, end);
};

test('whatever is recorded as a name, lists show it as it is, and what came of it beside it', () => {
  for (const name of names) {
    holds(session(name), /^3 steps · ⊘ 1 · now\n.*, 3 steps, 1 refused, now$/);
    holds(recordNode(record(name), true, now), / · now\nRefused: .*, now$/);
    const mark = { kind: 'deny', sign: '⊘', word: 'refused' } as const;
    const step = { header: record(name), at: now, mark } as unknown as Step;
    holds(stepNode('all', '01JD8Z6Q4MX3V7H2K9RBT5WYCN', step), /:\d\d\nRefused: .*:\d\d$/);
  }
  for (const node of savedNodes({ kept: `text:"${names.join(' ')}"` })) holds(node, /^text:/);
});
