import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { matchesPattern, type RecordFacets, readQuery } from '@vectorgate/policy-schema/records-query';
import fc from 'fast-check';
import { pino } from 'pino';
import { indexEntry } from '../index/index-entry.ts';
import { indexVersion } from '../index/index-schema.ts';
import { RecordIndex } from '../index/record-index.ts';
import type { RecordDraft, RecordHeader } from '../record.ts';
import { recordFolders } from '../record-folders.ts';
import { indexOfDrafts } from '../testing/index-of-drafts.ts';
import { openTestRecorder } from '../testing/open-test-recorder.ts';
import { draftOf, testUlid } from '../testing/record-drafts.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { chunkPlaces } from './chunk-places.ts';
import { countFacets } from './count-facets.ts';
import { findMatching } from './find-matching.ts';
import type { RecordSearch } from './record-search.ts';

const now = Date.UTC(2026, 10, 21, 12);
const search = (query: string, subject?: string): RecordSearch => ({
  query: readQuery(query),
  now,
  ...(subject !== undefined && { whose: { issuer: 'people', subject } }),
});

interface Varied {
  readonly subject: string;
  readonly class: string;
  readonly collection: string;
  readonly effect: 'allow' | 'deny';
  readonly milliseconds: number;
  readonly masked: readonly string[];
  readonly hour: number;
}

const draft = (number: number, varied: Varied): RecordDraft => {
  const { header, parts } = draftOf(testUlid(number), { subject: varied.subject, effect: varied.effect });
  return {
    parts,
    header: {
      ...header,
      session: testUlid(1_000_000 + varied.subject.charCodeAt(0)),
      time: new Date(now - varied.hour * 3_600_000).toISOString(),
      milliseconds: varied.milliseconds,
      masked: varied.masked.map((method) => ({
        field: `${method}-field`,
        method,
        found: [`${method}-class`],
        count: 1,
      })),
      operations: [
        {
          ...header.operations[0]!,
          classes: [varied.class],
          targets: [
            { ...header.operations[0]!.targets[0]!, collection: { is: 'one', name: varied.collection } },
          ],
        },
      ],
    },
  };
};

const varied: fc.Arbitrary<Varied> = fc.record(
  {
    subject: fc.constantFrom('ana', 'omar', 'rita'),
    class: fc.constantFrom('search', 'fetch', 'upsert'),
    collection: fc.constantFrom('customer-cases', 'customer-notes', 'docs'),
    effect: fc.constantFrom('allow', 'deny'),
    milliseconds: fc.nat(400),
    masked: fc.subarray(['partial', 'redact']),
    hour: fc.nat(100),
  },
  { noNullPrototype: true },
);

/** What a query finds, by looking at each header in turn. */
const queries: readonly (readonly [string, (header: RecordDraft['header']) => boolean])[] = [
  ['', () => true],
  ['who:ana', (h) => h.who.subject === 'ana'],
  ['-who:ana,people:omar', (h) => h.who.subject === 'rita'],
  [
    'collection:customer-*',
    (h) =>
      h.operations.some(({ targets: [target] }) => {
        const collection = target!.collection;
        return collection.is === 'one' && matchesPattern(['customer-', ''], collection.name);
      }),
  ],
  ['class:read effect:deny', (h) => h.operations[0]!.classes[0] !== 'upsert' && h.decision.effect === 'deny'],
  ['masked:*', (h) => h.masked.length > 0],
  ['-masked:partial', (h) => !h.masked.some(({ method }) => method === 'partial')],
  ['masked:partial-field', (h) => h.masked.some(({ method }) => method === 'partial')],
  [
    'masked:redact-class -masked:partial-field',
    (h) => h.masked.map(({ method }) => method).join() === 'redact',
  ],
  ['field:partial-field,redact-field', (h) => h.masked.length > 0],
  ['latency:>200ms', (h) => h.milliseconds! > 200],
  ['-latency:100ms..200ms', (h) => h.milliseconds! < 100 || h.milliseconds! > 200],
  ['since:1d until:2h', (h) => Date.parse(h.time) >= now - 864e5 && Date.parse(h.time) <= now - 72e5],
  ['rule:analysts-read client:test', () => true],
  ['rule:customer-insights/nothing', () => false],
  ['size:12b outcome:refused', (h) => h.outcome === 'refused'],
  ['mode:monitor', () => false],
  [`session:${testUlid(1_000_000 + 'o'.charCodeAt(0))}`, (h) => h.who.subject === 'omar'],
];

const countOf = (facets: RecordFacets, key: string, value: string): number =>
  facets.facets.find((facet) => facet.key === key)?.values.find((v) => v.value === value)?.count ?? 0;

const find = async (index: RecordIndex, asked: RecordSearch, page = { limit: 1000 }) =>
  findMatching(index.database(), index.columns(), asked, page);

describe('search over records', () => {
  test('finds and counts what looking at every header finds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(varied, { maxLength: 40 }), async (all) => {
        const drafts = all.map((one, number) => draft(number, one));
        const index = indexOfDrafts(drafts);
        for (const [query, holds] of queries)
          for (const subject of [undefined, 'ana']) {
            const expected = drafts
              .map(({ header }, number) => ({ header, number }))
              .filter(
                ({ header }) => (subject ?? header.who.subject) === header.who.subject && holds(header),
              );
            const { numbers } = await find(index, search(query, subject));
            assert.deepEqual(numbers, expected.map(({ number }) => number).reverse(), `${subject}: ${query}`);
            const facets = await countFacets(index.database(), index.columns(), search(query, subject));
            assert.equal(facets.total.count, expected.length);
            for (const effect of ['allow', 'deny'])
              assert.equal(
                countOf(facets, 'effect', effect),
                expected.filter(({ header }) => header.decision.effect === effect).length,
              );
            for (const who of ['ana', 'omar'])
              assert.equal(
                countOf(facets, 'who', `people:${who}`),
                expected.filter(({ header }) => header.who.subject === who).length,
              );
          }
        index.close();
      }),
      { numRuns: 10 },
    );
  });

  test('chunks that are full are packed, and found again by whoever opens the index', async (t) => {
    const folder = temporaryFolder(t);
    const count = 2 * chunkPlaces + 100;
    const index = new RecordIndex(`${folder}/index.sqlite`, pino({ level: 'silent' }));
    for (let number = 0; number < count; number += 1) {
      const made = draft(number, {
        subject: number % 1000 === 0 ? 'omar' : 'ana',
        class: 'search',
        collection: `c-${number % 300}`,
        effect: number % 2 === 0 ? 'allow' : 'deny',
        milliseconds: number,
        masked: [],
        hour: 0,
      });
      const at = { sequence: number, segment: 1, offset: number, length: 1, chain: Buffer.alloc(32) };
      index.add(indexEntry(made.header, 1, at));
    }
    index.close();
    const again = new RecordIndex(`${folder}/index.sqlite`, pino({ level: 'silent' }));
    const omars = Array.from({ length: Math.ceil(count / 1000) }, (_, n) => 1000 * n).reverse();
    assert.deepEqual((await find(again, search('who:omar'))).numbers, omars);
    assert.deepEqual((await find(again, search('latency:20000ms,3ms'))).numbers, [20_000, 3]);
    assert.deepEqual((await find(again, search('', 'omar'))).numbers, omars);
    const facets = await countFacets(again.database(), again.columns(), search(''));
    assert.deepEqual(facets.total, { count: 10_000, more: true });
    const collections = facets.facets.find(({ key }) => key === 'collection');
    assert.equal(collections?.values.length, 20);
    assert.equal(collections?.more, true);
    assert.equal(collections?.values[0]?.count, Math.ceil(count / 300));
    again.startAt(chunkPlaces + 10, 0);
    // Segment 0 holds nothing: all rows stay.
    assert.equal((await find(again, search('who:omar'))).numbers.length, omars.length);
    again.startAt(chunkPlaces + 10, 1);
    assert.deepEqual(
      (await find(again, search('who:omar'))).numbers,
      omars.filter((number) => number >= chunkPlaces + 10),
    );
    // Within the newest chunk, and for whoever opens the index afterwards.
    again.startAt(2 * chunkPlaces + 50, 1);
    again.close();
    const last = new RecordIndex(`${folder}/index.sqlite`, pino({ level: 'silent' }));
    assert.deepEqual(
      (await find(last, search(''))).numbers,
      Array.from({ length: 50 }, (_, n) => count - 1 - n),
    );
    last.close();
  });

  test('records of a chunk are found after a restart when the log has gone on without another', async (t) => {
    const path = `${temporaryFolder(t)}/index.sqlite`;
    const logger = pino({ level: 'silent' });
    const index = new RecordIndex(path, logger);
    const add = (to: RecordIndex, sequence: number, made: RecordDraft): void =>
      to.add(
        indexEntry(made.header, 1, {
          sequence,
          segment: 1,
          offset: sequence,
          length: 1,
          chain: Buffer.alloc(32),
        }),
      );
    for (let number = 0; number < chunkPlaces - 1; number += 1)
      add(index, number, draftOf(testUlid(number), { kind: number === 5 ? 'intent' : 'outcome' }));
    // The last number of the chunk is that of an outcome, which completes what is there.
    add(index, chunkPlaces - 1, draftOf(testUlid(5), { effect: 'deny' }));
    index.close();
    const again = new RecordIndex(path, logger);
    const newest = Array.from({ length: 3 }, (_, n) => chunkPlaces - 2 - n);
    assert.deepEqual((await find(again, search(''), { limit: 3 })).numbers, newest);
    assert.deepEqual((await find(again, search('effect:deny'))).numbers, [5]);
    add(again, chunkPlaces, draftOf(testUlid(chunkPlaces), { effect: 'deny' }));
    again.settle();
    assert.deepEqual((await find(again, search('effect:deny'))).numbers, [chunkPlaces, 5]);
    again.close();
  });

  test('an outcome that comes late is what is found, even in a chunk that is packed', async () => {
    const intent = draftOf(testUlid(1), { kind: 'intent' });
    const rest = Array.from({ length: chunkPlaces }, (_, n) => draftOf(testUlid(n + 2)));
    const outcome = draftOf(testUlid(1), { effect: 'deny', masked: true });
    const before = indexOfDrafts([intent, ...rest]);
    assert.deepEqual((await find(before, search('outcome:unknown'))).numbers, [0]);
    const after = indexOfDrafts([intent, ...rest, outcome]);
    assert.deepEqual((await find(after, search('outcome:unknown'))).numbers, []);
    assert.deepEqual((await find(after, search('outcome:refused masked:partial'))).numbers, [0]);
    assert.equal((await find(after, search(''))).numbers[0], chunkPlaces);
  });

  test('a name that was looked up for somebody who may not know it is found by reviewers only', async () => {
    const { header, parts } = draftOf(testUlid(1), { effect: 'deny' });
    const target = {
      ...header.operations[0]!.targets[0]!,
      collection: { is: 'one', name: 'hidden', lookedUp: true },
    } as const;
    const hidden: RecordDraft = {
      parts,
      header: {
        ...header,
        operations: [{ ...header.operations[0]!, targets: [target] }],
        decision: { ...header.decision, unseen: true },
      },
    };
    const index = indexOfDrafts([hidden]);
    for (const [query, own, reviewers] of [
      ['collection:hidden', 0, 1],
      ['collection:h*', 0, 1],
      ['-collection:hidden', 1, 0],
      ['collection:*', 0, 1],
    ] as const) {
      assert.equal((await find(index, search(query, 'ana'))).numbers.length, own, query);
      assert.equal((await find(index, search(query))).numbers.length, reviewers, query);
    }
    const facets = await countFacets(index.database(), index.columns(), search('', 'ana'));
    assert.doesNotMatch(JSON.stringify(facets), /hidden/);
  });

  test('pages do not change under writes, and cursors of others are none', async (t) => {
    const recorder = await openTestRecorder(temporaryFolder(t));
    const add = (number: number, subject: string) => recorder.append(draftOf(testUlid(number), { subject }));
    for (let number = 0; number < 20; number += 1) await add(number, number % 2 === 0 ? 'ana' : 'omar');
    const seen: string[] = [];
    let cursor: string | undefined;
    let next = 100;
    do {
      const page: { records: RecordHeader[]; next?: string } = await recorder.searchRecords(
        search('since:52w', 'ana'),
        { limit: 3, cursor },
      );
      seen.push(...page.records.map(({ id }) => id));
      cursor = page.next;
      await add(next++, 'ana');
    } while (cursor !== undefined);
    assert.deepEqual(
      seen,
      Array.from({ length: 10 }, (_, n) => testUlid(18 - 2 * n)),
    );
    for (const [subject, of] of [
      ['omar', testUlid(18)],
      ['nobody', testUlid(18)],
      ['ana', testUlid(999)],
      ['ana', "' OR 1=1"],
    ] as const)
      await assert.rejects(recorder.searchRecords(search('', subject), { limit: 3, cursor: `${of}.0` }), {
        code: 'bad-cursor',
      });
    await recorder.close();
  });

  test('an index of the version before is made anew from the log', async (t) => {
    const folder = temporaryFolder(t);
    const first = await openTestRecorder(folder);
    for (let number = 0; number < 5; number += 1) await first.append(draftOf(testUlid(number)));
    await first.close();
    const { index } = recordFolders(folder);
    rmSync(index);
    const old = new DatabaseSync(index);
    old.exec(`CREATE TABLE progress (one INTEGER, version INTEGER); CREATE TABLE columns (chunk, name, low, high, data);
      INSERT INTO progress VALUES (1, ${indexVersion - 1}); INSERT INTO columns VALUES (0, 0, 1, 1, x'00')`);
    old.close();
    const recorder = await openTestRecorder(folder);
    assert.equal(recorder.report.indexed, 5);
    const { records } = await recorder.searchRecords(search('collection:customer-cases'), { limit: 10 });
    assert.equal(records.length, 5);
    await recorder.close();
  });
});
