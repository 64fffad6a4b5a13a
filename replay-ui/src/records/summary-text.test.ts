import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summaryText } from './summary-text.ts';

test('a summary says what it is of, with dates, and who, how and by which rule', () => {
  const at = Date.UTC(2026, 10, 25, 9);
  const text = summaryText(
    {
      total: { count: 12_000, more: true },
      people: [
        {
          who: 'people:ana',
          name: 'Ana \u202eRuiz',
          count: 3,
          facets: [
            { key: 'rule', values: [{ value: 'insights/analysts-read', count: 3 }] },
            { key: 'unmasked', values: [{ value: 'email', count: 1 }] },
            { key: 'effect', values: [{ value: 'allow', count: 3 }], more: true },
            {
              key: 'masked',
              values: [
                { value: 'email', count: 2 },
                { value: 'partial', count: 2 },
                { value: 'iban', count: 1 },
                { value: 'redact', count: 1 },
              ],
            },
          ],
        },
      ],
      more: true,
    },
    { query: 'answer:email on:tuesday', everybody: true, source: 'gate.example.com', at },
  );
  assert.equal(
    text,
    `VectorGate: who, and by which rule (gate.example.com)
asked 2026-11-25T09:00:00.000Z of all records that rules let me review
answer:email on:2026-11-24
12,000+ records of 1+ person

Ana ⟨RLO⟩Ruiz (people:ana): 3
  decided: allow 3, …
  whole: email 1
  masked: email 2, iban 1
  in which way: partial 2, redact 1
  by rule: insights/analysts-read 3

There are further people. Narrow the query to see them.
`,
  );
});

test('where records were opened for it, a summary says how far', () => {
  const looked = { records: 2_000, back: '2026-11-20T09:12:01.000Z', further: true, withheld: 3 } as const;
  const rest = { forgotten: 0, bare: 0, partly: 0, long: 0, damaged: 0 };
  const text = summaryText(
    { total: { count: 0 }, people: [], looked: { ...rest, ...looked } },
    { query: 'reach:tenant=globex', everybody: true, at: 0 },
  );
  assert.match(text, /\nreach:tenant=globex\n/);
  assert.ok(
    text.endsWith(`
Looked into 2,000 records, back to 2026-11-20 09:12:01 UTC. Older ones were not looked into.
Not, or not wholly, looked into: 3 withheld from you.
`),
    text,
  );
});
