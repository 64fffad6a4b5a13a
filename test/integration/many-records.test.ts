import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { RecordDraft } from '../../gateway/src/sessions/record.ts';
import { makeSearchIndex } from '../../gateway/src/sessions/testing/make-search-index.ts';
import { searchRecords } from '../bench/search-records.ts';
import { searchApart } from './many/search-apart.ts';
import type { SearchAsked } from './many/search-asked.ts';

const count = process.env.VECTORGATE_TEST_DEEP === '1' ? 10_000_000 : 1_000_000;
const now = Date.UTC(2026, 10, 20);
/** Bytes that a gateway which searches may have resident, its program and all. */
const mostResident = 300_000_000;
const person = (number: number) => ({ issuer: 'people', subject: `person-${number}` });
const reviewed = 'customer-12';

type Header = RecordDraft['header'];
const collection = ({ operations: [operation] }: Header): string => {
  const { collection } = operation!.targets[0]!;
  return collection.is === 'one' ? collection.name : '';
};

/** Searches, and what they find by looking at a record. */
const searches: readonly (readonly [Omit<SearchAsked, 'now' | 'query'>, string, (of: Header) => boolean])[] =
  [
    [{}, '', () => true],
    [{}, 'who:person-499', (of) => of.who.subject === 'person-499'],
    [{}, 'effect:deny code:denied', (of) => of.decision.code === 'denied'],
    [
      {},
      'latency:>500ms size:>50kb',
      (of) => of.milliseconds! > 500 && of.sizes.request + of.sizes.response > 50_000,
    ],
    [{}, 'kernel:kernel-3-2', (of) => of.client.session === 'kernel-3-2'],
    [{ whose: person(3) }, '', (of) => of.who.subject === 'person-3'],
    [
      { whose: person(7), reviewed },
      '',
      (of) => of.who.subject === 'person-7' || collection(of) === reviewed,
    ],
    [
      { whose: person(7), reviewed },
      'effect:deny -who:person-7',
      (of) => of.who.subject !== 'person-7' && of.decision.effect === 'deny' && collection(of) === reviewed,
    ],
  ];

test(`${count.toLocaleString('en')} records are searched and counted as looking at each of them would`, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-many-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const found = searches.map(() => ({ total: 0, newest: [] as number[], people: new Map<string, number>() }));
  function* looked(): Generator<RecordDraft> {
    let number = 0;
    for (const draft of searchRecords(count, now)) {
      for (const [at, [, , holds]] of searches.entries()) {
        if (!holds(draft.header)) continue;
        const { newest, people } = found[at]!;
        found[at]!.total += 1;
        newest.push(number);
        if (newest.length > 50) newest.shift();
        const { subject } = draft.header.who;
        people.set(subject, (people.get(subject) ?? 0) + 1);
      }
      number += 1;
      yield draft;
    }
  }
  makeSearchIndex(join(folder, 'index.sqlite'), looked());
  const asked = searches.map(([rights, query]) => ({ ...rights, query, now }));
  const { answers, before, peak } = await searchApart(join(folder, 'index.sqlite'), asked);
  const told = (number: number) => (number > 10_000 ? { count: 10_000, more: true } : { count: number });
  assert.equal(answers.length, searches.length);
  for (const [at, { numbers, total, people }] of answers.entries()) {
    const { query } = asked[at]!;
    const expected = found[at]!;
    assert.deepEqual(numbers, expected.newest.reverse(), query);
    assert.deepEqual(total, told(expected.total), query);
    for (const { value, count, more } of people)
      assert.deepEqual(
        { count, ...(more && { more }) },
        told(expected.people.get(value.replace('people:', ''))!),
        `${query}: ${value}`,
      );
  }
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  t.diagnostic(
    `resident at the most ${megabytes(peak)}, of it ${megabytes(before)} before the index was opened`,
  );
  assert.ok(peak < mostResident, `${megabytes(peak)} were resident while these were searched`);
});
