import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gatewayRecords } from '../host/index.ts';
import { testHeader } from '../records/testing/test-header.ts';
import { decisionText } from './decision-text.ts';
import { decisionTree } from './decision-tree.ts';

const answers = JSON.parse(
  readFileSync(new URL('../../testdata/recorded.json', import.meta.url), 'utf8'),
) as Record<string, { header?: { outcome: string; masked: unknown[]; operations: { name: string }[] } }>;
const reader = gatewayRecords((path) => Promise.resolve(answers[path]), true);
const recorded = async (holds: (header: NonNullable<(typeof answers)[string]['header']>) => boolean) => {
  const [path] = Object.entries(answers).find(([, { header }]) => header !== undefined && holds(header))!;
  return reader.getRecord(path.slice('/records/'.length));
};

test('a masked answer: the operation, its rules with file and line, what it owed', async () => {
  const record = await recorded(({ masked }) => masked.length === 3);
  const text = decisionText(record);
  assert.match(text, /^▒ masked\n {2}✓ collection_query customer-cases\n/);
  assert.match(text, /✓ permit analysts-read permits read; limits to top-k at most 50/);
  assert.match(text, /policy customer-insights customer-insights\.policy\.yaml:\d+/);
  assert.match(text, /filter added tenant = "acme"/);
  assert.match(text, /▒ mask contact-data-is-masked \$document redacted where it holds email, phone/);
  const [operation] = decisionTree(record).children;
  assert.ok((operation!.children[0]!.rule?.place?.line ?? 0) > 0);
});

test('a refusal says why, what next, and which permit did not apply', async () => {
  const record = await recorded(
    ({ outcome, operations }) => outcome === 'refused' && operations[0]?.name === 'collection_query',
  );
  const text = decisionText(record);
  assert.match(text, /^⊘ refused search of customer-cases refused: n_results 1000 is above your limit of 50/);
  assert.match(text, /next Ask #data-governance, or lower n_results\./);
  assert.match(text, /✗ permit analysts-read/);
});

test('a decision that is withheld is said to be, and the header’s rules stay', async () => {
  const whole = await recorded(({ operations }) => operations[0]?.name === 'collection_delete');
  const { decision: _, ...rest } = whole;
  const record = {
    ...rest,
    withheld: [{ part: 'decision' as const, reason: 'A guard lets you reach only some.' }],
  };
  assert.match(decisionText(record), /withheld A guard lets you reach only some/);
  assert.match(decisionText(record), /rule bulk-delete-needs-an-owner/);
});

test('a tree is made of whatever a record holds', () => {
  for (const decision of [
    undefined,
    null,
    7,
    [],
    { operations: [null, { trace: [{ rule: 3 }], obligations: { masks: [1] } }] },
  ])
    assert.equal(decisionTree({ header: testHeader(), decision, withheld: [] }).kind, 'allow');
});
