import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { detectorNames } from '../schema/mask-schema.ts';
import { runs } from '../testing/runs.ts';
import { completeQuery, readQuery, recordFacts, type SearchedHeader } from './index.ts';
import { detectorClasses, isMaskMethod, maskMethods } from './mask-words.ts';

type Masked = SearchedHeader['masked'];
type Whole = NonNullable<SearchedHeader['unmasked']>;

const factsOf = (masked: Masked, unmasked?: Whole) =>
  recordFacts({
    kind: 'outcome',
    time: '2026-11-20T09:00:00.000Z',
    who: { groups: [] },
    client: {},
    connection: 'insights',
    store: 'chroma',
    operations: [],
    decision: { effect: 'allow', rules: [], mode: 'enforce' },
    masked,
    ...(unmasked !== undefined && { unmasked }),
    sizes: { request: 1, response: 1 },
  }).terms;

test('what was masked is found by class, by field and by the way', () => {
  const { masked } = factsOf([
    { field: '$document', method: 'hash', found: ['email', 'case-number'] },
    { field: 'phone', method: 'partial' },
  ]);
  assert.deepEqual(masked, ['$document', 'case-number', 'email', 'hash', 'partial', 'phone']);
  assert.deepEqual(factsOf([]).masked, []);
});

test('a text that could not be looked through counts with what was to be looked for in it', () => {
  const { masked, answer } = factsOf([{ field: 'note', method: 'redact', sought: ['iban'] }]);
  assert.deepEqual(masked, ['iban', 'note', 'redact']);
  assert.deepEqual(answer, ['iban', 'note']);
});

test('a word for a way is nothing else, whatever fields and patterns are called', () => {
  const { masked, answer } = factsOf([{ field: 'hash', method: 'redact', found: ['drop', 'email'] }]);
  assert.deepEqual(masked, ['email', 'redact']);
  assert.deepEqual(answer, ['drop', 'email', 'hash']);
});

test('law: what answer: finds is what masked: and unmasked: find together', () => {
  const name = fc.constantFrom('email', 'phone', '$document', 'hash', 'partial', 'of.email');
  const names = fc.option(fc.uniqueArray(name, { maxLength: 3 }), { nil: undefined });
  const field = fc
    .record({ field: name, found: names, sought: names })
    .map(({ field: of, found, sought }) => ({
      field: of,
      ...(found !== undefined && { found }),
      ...(sought !== undefined && { sought }),
    }));
  const masks = fc.array(fc.tuple(field, fc.constantFrom(...maskMethods)));
  fc.assert(
    fc.property(masks, fc.option(fc.array(field), { nil: undefined }), (all, whole) => {
      const { masked, unmasked, answer } = factsOf(
        all.map(([one, method]) => ({ ...one, method })),
        whole,
      );
      const both = new Set([...masked, ...unmasked].filter((one) => !isMaskMethod(one)));
      assert.deepEqual(
        answer.filter((one) => !isMaskMethod(one)),
        [...both].sort(),
      );
    }),
    { numRuns: runs(200) },
  );
});

test('classes and ways are completed, and any other field or pattern is read', () => {
  assert.deepEqual(detectorClasses, detectorNames);
  const labels = (query: string) => completeQuery(query, query.length).map(({ label }) => label);
  assert.deepEqual(labels('masked:p'), ['partial', 'phone', 'person-name', 'place']);
  assert.deepEqual(labels('answer:p'), ['phone', 'person-name', 'place']);
  assert.deepEqual(labels('unmasked:us'), ['us-ssn']);
  const facets = [{ key: 'masked', values: [{ value: 'phone-of-home', count: 3 }] }] as const;
  assert.deepEqual(
    completeQuery('masked:ph', 9, facets).map(({ label, about }) => [label, about]),
    [
      ['phone-of-home', '3'],
      ['phone', ''],
    ],
  );
  for (const query of ['masked:case-number', 'answer:$document', 'unmasked:address.*'])
    assert.equal(readQuery(query).terms.length, 1);
});
