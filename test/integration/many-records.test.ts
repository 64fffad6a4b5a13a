import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readQuery } from '@vectorgate/policy-schema/records-query';
import { pino } from 'pino';
import { RecordIndex } from '../../gateway/src/sessions/index/record-index.ts';
import type { RecordDraft } from '../../gateway/src/sessions/record.ts';
import { countFacets } from '../../gateway/src/sessions/search/count-facets.ts';
import { findMatching } from '../../gateway/src/sessions/search/find-matching.ts';
import type { RecordSearch } from '../../gateway/src/sessions/search/record-search.ts';
import { makeSearchIndex } from '../../gateway/src/sessions/testing/make-search-index.ts';
import { searchRecords } from '../bench/search-records.ts';

const count = process.env.VECTORGATE_TEST_DEEP === '1' ? 10_000_000 : 1_000_000;
const now = Date.UTC(2026, 10, 20);
const person = (number: number) => ({ issuer: 'people', subject: `person-${number}` });
const reviewed = 'customer-12';
const reviews = (place: string): boolean => place.includes(`"${reviewed}"`);

type Header = RecordDraft['header'];
const collection = ({ operations: [operation] }: Header): string => {
  const { collection } = operation!.targets[0]!;
  return collection.is === 'one' ? collection.name : '';
};

/** Searches, and what they find by looking at a record. */
const searches: readonly (readonly [Omit<RecordSearch, 'now' | 'query'>, string, (of: Header) => boolean])[] =
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
      { whose: person(7), review: reviews },
      '',
      (of) => of.who.subject === 'person-7' || collection(of) === reviewed,
    ],
    [
      { whose: person(7), review: reviews },
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
  const index = new RecordIndex(join(folder, 'index.sqlite'), pino({ level: 'silent' }));
  t.after(() => index.close());
  const told = (number: number) => (number > 10_000 ? { count: 10_000, more: true } : { count: number });
  for (const [at, [rights, query]] of searches.entries()) {
    const search: RecordSearch = { ...rights, query: readQuery(query), now };
    const expected = found[at]!;
    const { numbers } = await findMatching(index.database(), index.columns(), search, { limit: 50 });
    assert.deepEqual(numbers, expected.newest.reverse(), query);
    const { total, facets } = await countFacets(index.database(), index.columns(), search);
    assert.deepEqual(total, told(expected.total), query);
    for (const { value, count, more } of facets.find(({ key }) => key === 'who')?.values ?? [])
      assert.deepEqual(
        { count, ...(more && { more }) },
        told(expected.people.get(value.replace('people:', ''))!),
        `${query}: ${value}`,
      );
  }
});
