import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { facetKeys, matchesPattern, readQuery, type TextKey } from '@vectorgate/policy-schema/records-query';
import fc from 'fast-check';
import { indexSchema } from '../index/index-schema.ts';
import { chunkPlaces } from './chunk-places.ts';
import { columnNumber, type TermColumn } from './columns.ts';
import { countFacets } from './count-facets.ts';
import { findMatching } from './find-matching.ts';
import type { RecordFacts } from './record-facts.ts';
import type { RecordSearch } from './record-search.ts';
import { SearchWriter } from './search-writer.ts';

const now = Date.UTC(2026, 10, 21, 12);
const hour = 3_600_000;
const people = ['ana', 'omar', 'rita'];
const runs = Number(process.env.VECTORGATE_TEST_DEEP === '1') * 400 + 16;

/** A record as the model keeps it. */
interface Known {
  readonly person: number;
  readonly session: number;
  readonly facts: RecordFacts;
}

const words: Partial<Record<TermColumn, readonly (readonly string[])[]>> = {
  connection: [['insights'], ['support']],
  store: [['chroma']],
  group: [[], ['analysts'], ['analysts', 'owners']],
  collection: [[], ['cases'], ['cases', 'notes'], ['payroll']],
  operation: [['query'], ['upsert']],
  class: [['search'], ['upsert'], ['delete', 'schema']],
  effect: [['allow'], ['deny']],
  outcome: [['delivered'], ['refused'], ['unknown']],
  code: [[], ['limit-exceeded']],
  rule: [[], ['reads/a'], ['reads/a', 'masks/b']],
  masked: [[], ['email', 'partial'], ['$document', 'email', 'phone', 'redact']],
  field: [[], ['email']],
  client: [[], ['python-httpx/0.28']],
  mode: [['enforce'], ['monitor']],
  tenant: [['acme'], ['globex']],
  database: [['main']],
  namespace: [[], ['eu']],
  answer: [[], ['$document', 'email'], ['email']],
  unmasked: [[], ['email']],
};

/** Facts out of choices: which of the words in each column. `unseen`: names were looked up for others. */
function factsFrom(choices: readonly number[], latency: number, hours: number, unseen: boolean): RecordFacts {
  const chosen = Object.entries(words).map(
    ([column, of], at) => [column, of[choices[at]! % of.length]!] as const,
  );
  const terms = Object.fromEntries(chosen) as Record<TermColumn, readonly string[]>;
  return {
    time: now - hours * hour,
    latency,
    size: 100 * latency,
    terms: {
      ...terms,
      shownCollection: unseen ? [] : terms.collection,
      place: [`${terms.connection} ${terms.collection}`],
    },
  };
}

const choices = fc.array(fc.nat(3), {
  minLength: Object.keys(words).length,
  maxLength: Object.keys(words).length,
});
const made = fc.record({
  person: fc.nat(2),
  session: fc.nat(3),
  facts: fc
    .tuple(choices, fc.integer({ min: -1, max: 400 }), fc.nat(100), fc.boolean())
    .map(([of, latency, hours, unseen]) => factsFrom(of, latency, hours, unseen)),
});

/** What is done to the index. */
const step = fc.oneof(
  // Records come with gaps between them, so that few of them fill groups of chunks; alike ones one after the other.
  {
    weight: 6,
    arbitrary: fc.record({
      is: fc.constant('add' as const),
      records: fc.array(made, { minLength: 1, maxLength: 12 }),
      alike: fc.integer({ min: 1, max: 40 }),
      gap: fc.constantFrom(1, 700, chunkPlaces / 2, chunkPlaces),
    }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('change' as const), at: fc.nat(), to: made }) },
  {
    weight: 1,
    arbitrary: fc.record({
      is: fc.constant('remove' as const),
      part: fc.double({ min: 0, max: 0.9, noNaN: true }),
      stay: fc.nat(9),
    }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('reopen' as const) }) },
);

const term = fc.constantFrom(
  'who:ana',
  'who:omar,rita',
  'group:analysts',
  'connection:insights',
  'collection:cases',
  'collection:pay*',
  'collection:*',
  'class:write',
  'effect:deny',
  'outcome:refused,unknown',
  'code:limit-exceeded',
  'rule:b',
  'rule:reads/*',
  'masked:redact',
  'masked:email',
  'masked:ph*,partial',
  'field:email',
  'tenant:acme',
  'answer:email',
  'unmasked:email',
  'on:today',
  'on:friday',
  'client:python',
  'mode:enforce',
  'store:chroma',
  'store:nothing',
  'session:s2',
  'kernel:k*',
  'kernel:k1',
  'kernel:k1*,*k2',
  'kernel:k3,k2*2',
  'session:*s*1*,s2*',
  'latency:>200ms',
  'latency:0ms..100ms,300ms',
  'size:<20kb',
  'since:2d',
  'until:1d',
);
const query = fc
  .array(
    fc.tuple(fc.boolean(), term).map(([not, of]) => (not ? `-${of}` : of)),
    { maxLength: 4 },
  )
  .map((terms) => terms.join(' '));
/** Everything; one's own; one's own and places that may be reviewed. */
const rights = fc.oneof(
  fc.constant(undefined),
  fc.record({
    subject: fc.constantFrom('ana', 'omar', 'nobody'),
    places: fc.option(fc.array(fc.tuple(fc.nat(1), fc.nat(3)), { maxLength: 6 }), { nil: undefined }),
  }),
);

function searchOf(text: string, of: typeof rights extends fc.Arbitrary<infer R> ? R : never): RecordSearch {
  const asked = { query: readQuery(text), now };
  if (of === undefined) return asked;
  const whose = { issuer: 'people', subject: of.subject };
  if (of.places === undefined) return { ...asked, whose };
  const allowed = new Set(
    of.places.map(
      ([connection, collection]) => `${words.connection![connection]} ${words.collection![collection]}`,
    ),
  );
  return { ...asked, whose, review: (place) => allowed.has(place) };
}

/** What a query asks, by looking at one record. */
function holds({ person, session, facts }: Known, { query, now }: RecordSearch, allNames: boolean): boolean {
  return query.terms.every((one) => {
    if (one.kind === 'time' && one.key === 'on') {
      // Now is noon of a Saturday.
      const begins = now - (one.at === 'today' ? 12 : 36) * hour;
      return (facts.time >= begins && facts.time < begins + 24 * hour) !== one.not;
    }
    if (one.kind === 'time') {
      const at = now - Number.parseInt(one.at, 10) * 24 * hour;
      return (one.key === 'since' ? facts.time >= at : facts.time <= at) !== one.not;
    }
    if (one.kind === 'content') throw new Error('no index has it');
    if (one.kind === 'amount') {
      const number = facts[one.key];
      const inside = one.any.some((of) => {
        if (number < 0) return false;
        if (of.is === '..') return number >= of.from && number <= of.to;
        if (of.is === '>') return number > of.value;
        return of.is === '<' ? number < of.value : number === of.value;
      });
      return inside !== one.not;
    }
    return one.any.some((of) => textsOf(one.key).some((text) => matchesPattern(of, text))) !== one.not;
  });
  function textsOf(key: TextKey): readonly string[] {
    if (key === 'who') return [people[person]!];
    if (key === 'session') return [`s${session}`];
    if (key === 'kernel') return session === 0 ? [] : [`k${session}`];
    if (key === 'collection' && !allNames) return facts.terms.shownCollection;
    const texts = facts.terms[key as TermColumn];
    if (key === 'rule') return texts.flatMap((text) => [text, text.split('/')[1]!]);
    if (key === 'client') return texts.flatMap((text) => [text, 'python', 'httpx']);
    return key === 'class' ? texts.flatMap((text) => (text === 'search' ? [text] : [text, 'write'])) : texts;
  }
}

/** What is found, the newest first, and with which names. */
function naive(known: ReadonlyMap<number, Known>, search: RecordSearch) {
  const found: { number: number; record: Known; allNames: boolean }[] = [];
  for (const [number, record] of known) {
    const reviewed = search.whose === undefined || search.review?.(record.facts.terms.place[0]!) === true;
    if (!reviewed && search.whose?.subject !== people[record.person]) continue;
    if (holds(record, search, reviewed)) found.push({ number, record, allNames: reviewed });
  }
  found.sort((a, b) => b.number - a.number);
  const facets = facetKeys.map((key) => {
    const counts = new Map<string, number>();
    for (const { record, allNames } of found) {
      const { terms } = record.facts;
      const texts =
        key === 'who'
          ? [`people:${people[record.person]}`]
          : key === 'collection' && !allNames
            ? terms.shownCollection
            : terms[key as TermColumn];
      for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    return { key, counts };
  });
  return {
    numbers: found.map(({ number }) => number),
    facets: facets.filter(({ counts }) => counts.size > 0),
  };
}

function openIndex(database: DatabaseSync, cacheBytes?: number): SearchWriter {
  database.exec(indexSchema);
  people.forEach((person) => {
    database.prepare('INSERT INTO identities (issuer, subject) VALUES (?, ?)').run('people', person);
  });
  for (let session = 0; session < 4; session += 1)
    database
      .prepare("INSERT INTO sessions VALUES (?, ?, 1, '', '', ?, '', '', 0, 0, 0)")
      .run(session + 1, `s${session}`, session === 0 ? null : `k${session}`);
  return new SearchWriter(database, cacheBytes);
}

test('whatever was added, changed and removed, searches and counts are those of looking at each record', async () => {
  const seen = { groups: 0, chunks: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 12 }),
      fc.array(fc.tuple(query, rights), { minLength: 6, maxLength: 12 }),
      // Whether all that was read stays in memory, some or nothing.
      fc.constantFrom(undefined, 300_000, 0),
      async (steps, searches, cacheBytes) => {
        const database = new DatabaseSync(':memory:');
        let writer = openIndex(database, cacheBytes);
        const known = new Map<number, Known>();
        let next = 0;
        const set = (number: number, record: Known): void => {
          writer.set(number, record.person + 1, record.session + 1, record.facts);
          known.set(number, record);
        };
        const check = async (): Promise<void> => {
          for (const [text, of] of searches) {
            const search = searchOf(text, of);
            const expected = naive(known, search);
            const { numbers } = await findMatching(database, writer.columns, search, { limit: 1_000 });
            assert.deepEqual(numbers, expected.numbers.slice(0, 1_000), text);
            const counted = await countFacets(database, writer.columns, search);
            assert.equal(counted.total.count, expected.numbers.length, text);
            assert.deepEqual(
              counted.facets.map(({ key, values }) => [
                key,
                new Map(values.map(({ value, count }) => [value, count])),
              ]),
              expected.facets.map(({ key, counts }) => [key, counts]),
              text,
            );
          }
        };
        for (const one of steps) {
          if (one.is === 'add')
            for (const record of one.records)
              for (let times = 0; times < one.alike; times += 1) {
                set(next, record);
                next += one.gap;
              }
          else if (one.is === 'change') {
            const numbers = [...known.keys()];
            if (numbers.length > 0) set(numbers[one.at % numbers.length]!, one.to);
          } else if (one.is === 'remove') {
            const before = Math.floor(next * one.part);
            const gone = [...known.keys()].filter((number) => number < before);
            const stay = new Set(gone.filter((_, at) => one.stay > 0 && at % (10 * one.stay) === 0));
            writer.columns.removeBefore(before, stay);
            for (const number of gone) if (!stay.has(number)) known.delete(number);
          }
          writer.flush();
          database.prepare('UPDATE progress SET sequence = ?').run(next);
          if (one.is === 'reopen') writer = new SearchWriter(database, cacheBytes);
          const chunks = writer.columns.chunks();
          seen.chunks = Math.max(seen.chunks, chunks.length);
          if (chunks.some((chunk) => writer.columns.fullGroup(chunk >> 4) !== undefined)) seen.groups += 1;
          if (one.is !== 'add') await check();
        }
        await check();
        database.close();
      },
    ),
    { numRuns: runs },
  );
  // Else the test would say little.
  assert.ok(seen.chunks > 32 && seen.groups > 0, JSON.stringify(seen));
});

test('a chunk in which every record is different, and changed again and again', async () => {
  const database = new DatabaseSync(':memory:');
  const writer = openIndex(database);
  const key = columnNumber('client');
  const facts = (agent: string): RecordFacts => {
    const of = factsFrom(new Array(20).fill(1), 5, 1, false);
    return { ...of, terms: { ...of.terms, client: [agent] } };
  };
  for (let round = 0; round < 2; round += 1) {
    for (let place = 0; place < chunkPlaces; place += 1) writer.set(place, 1, 1, facts(`${round}-${place}`));
    writer.flush();
  }
  writer.set(chunkPlaces, 1, 1, facts('last'));
  writer.set(7, 2, 2, facts('changed'));
  writer.flush();
  database.prepare('UPDATE progress SET sequence = ?').run(chunkPlaces + 1);
  assert.equal(
    database.prepare('SELECT count(*) AS n FROM terms WHERE key = ?').get(key)!.n,
    2 * chunkPlaces + 2,
  );
  for (const columns of [writer.columns, new SearchWriter(database).columns])
    for (const [text, numbers] of [
      ['client:0-5', []],
      ['client:1-5', [5]],
      ['client:1-7', []],
      ['client:changed', [7]],
      ['who:omar', [7]],
      ['client:1-1638*', [16383, 16382, 16381, 16380, 1638]],
    ] as const) {
      const search = { query: readQuery(text), now };
      assert.deepEqual((await findMatching(database, columns, search, { limit: 50 })).numbers, numbers, text);
      assert.equal((await countFacets(database, columns, search)).total.count, numbers.length);
    }
  database.close();
});
