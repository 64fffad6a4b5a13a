import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { runs } from '../testing/runs.ts';
import {
  type Amount,
  completeQuery,
  datedQuery,
  foldText,
  isQueryKey,
  printQuery,
  QueryError,
  type QueryTerm,
  queryAround,
  queryKeys,
  readQuery,
  resolveSpan,
  withSaved,
} from './index.ts';

const errorOf = (text: string): QueryError => {
  try {
    readQuery(text);
  } catch (error) {
    assert.ok(error instanceof QueryError, String(error));
    return error;
  }
  throw new Error(`this was read: ${text}`);
};

const plain = { noNullPrototype: true };
const text = fc.string({ unit: 'grapheme', maxLength: 12 });
/** What a reader can make: something stands there, or a star. */
const pattern = fc
  .array(text, { minLength: 1, maxLength: 4 })
  .filter((parts) => parts.length > 1 || parts[0] !== '');
const amount = fc.integer({ min: 0, max: 1e12 });
const amounts: fc.Arbitrary<Amount> = fc.oneof(
  fc.record({ is: fc.constantFrom('>', '>=', '<', '<=', '='), value: amount }, plain),
  fc.tuple(amount, amount).map(([a, b]) => ({ is: '..' as const, from: Math.min(a, b), to: Math.max(a, b) })),
);
const free = ['who', 'group', 'collection', 'operation', 'rule', 'field', 'client', 'kernel'] as const;
const not = fc.boolean();
const term: fc.Arbitrary<QueryTerm> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('text'),
      key: fc.constantFrom(...free),
      not,
      any: fc.array(pattern, { minLength: 1, maxLength: 3 }),
    },
    plain,
  ),
  fc.record(
    {
      kind: fc.constant('text'),
      key: fc.constant('class'),
      not,
      any: fc.array(fc.constantFrom(['search'], ['read'], ['delete', '']), { minLength: 1, maxLength: 3 }),
    },
    plain,
  ),
  fc.record(
    {
      kind: fc.constant('content'),
      key: fc.constant('text'),
      not,
      any: fc.array(
        pattern.filter((parts) => foldText(parts.join('')).trim() !== ''),
        { minLength: 1, maxLength: 3 },
      ),
    },
    plain,
  ),
  fc.record(
    {
      kind: fc.constant('amount'),
      key: fc.constantFrom('latency', 'size'),
      not,
      any: fc.array(amounts, { minLength: 1, maxLength: 3 }),
    },
    plain,
  ),
  fc.record(
    {
      kind: fc.constant('time'),
      key: fc.constant('on'),
      not,
      at: fc.constantFrom('2026-11-20', 'today', 'last-tuesday'),
    },
    plain,
  ),
  fc.record(
    {
      kind: fc.constant('time'),
      key: fc.constantFrom('since', 'until'),
      not,
      at: fc.oneof(
        fc.constantFrom(
          '7d',
          '30min',
          'tuesday',
          'last-friday',
          '2026-11-20',
          '2026-11-20T09:00',
          '2026-11-20T09:00:01.5+01:00',
        ),
        fc
          .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
          .map((d) => d.toISOString()),
      ),
    },
    plain,
  ),
);

describe('queries over records', () => {
  test('what is printed is read as the same', () => {
    fc.assert(
      fc.property(fc.array(term, { maxLength: 5 }), (terms) => {
        const printed = printQuery({ terms });
        assert.deepEqual(readQuery(printed), { terms }, printed);
      }),
      { numRuns: runs(200) },
    );
  });

  test('any text is read, or refused with a place inside of it and a remedy', () => {
    const characters = 'who:class-search,"*\\ >1mb..<2ssince:7dé\u{1f600}\t';
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(...characters), maxLength: 60 }),
    );
    fc.assert(
      fc.property(texts, fc.nat(60), (any, offset) => {
        for (const { from, to } of completeQuery(any, Math.min(offset, any.length)))
          assert.ok(0 <= from && from <= to && to <= any.length);
        let read: ReturnType<typeof readQuery>;
        try {
          read = readQuery(any);
        } catch (error) {
          assert.ok(error instanceof QueryError, String(error));
          assert.ok(0 <= error.from && error.from < error.to && error.from <= any.length, any);
          assert.ok(error.remedy.length > 0 && error.message.length > 0);
          return;
        }
        assert.deepEqual(readQuery(printQuery(read)), read);
      }),
      { numRuns: runs(500) },
    );
  });

  test('the remedy for a bare word does not say it again', () => {
    assert.throws(
      () => readQuery('zoe@acme.example'),
      (error: QueryError) =>
        !`${error.message} ${error.remedy}`.includes('zoe') && /write text:kettle;/.test(error.remedy),
    );
  });

  test('errors name the place and the remedy', () => {
    const cases: readonly (readonly [string, string, string, RegExp])[] = [
      ['who:ana efect:deny', 'key-unknown', 'efect', /Did you mean effect:/],
      ['ana', 'key-missing', 'ana', /who:ana\. Keys: who, group/],
      ['who:ana masked', 'key-missing', 'masked', /masked:email/],
      ['class:serch', 'value-unknown', 'serch', /class:search/],
      ['effect:allow,denny', 'value-unknown', 'denny', /effect:deny/],
      ['latency:fast', 'amount-unreadable', 'fast', /latency:>200ms.*ms, s, min/],
      ['size:>5', 'amount-unreadable', '>5', /b, kb, mb, gb/],
      ['size:5mb..1mb', 'amount-unreadable', '5mb..1mb', /smaller to the larger/],
      ['since:2026-02-30', 'time-unreadable', '2026-02-30', /2026-11-20/],
      ['since:1d,2d', 'time-unreadable', '2d', /since:7d/],
      ['on:7d', 'time-unreadable', '7d', /2026-11-20, or one of today, yesterday, sunday/],
      ['who:"ana', 'quote-open', '"ana', /second "/],
      ['who:ana,,omar', 'value-missing', ',', /who:ana/],
      ['who: ana', 'value-missing', ' ', /without a blank/],
      [`who:${'a,'.repeat(300)}a`, 'query-too-long', 'a', /customer-\*/],
    ];
    for (const [query, code, at, remedy] of cases) {
      const error = errorOf(query);
      assert.equal(error.code, code, query);
      assert.equal(query.slice(error.from, error.to), at, query);
      assert.match(error.remedy, remedy, query);
    }
    assert.equal(errorOf('x'.repeat(3000)).code, 'query-too-long');
  });

  test('every key’s own example is read', () => {
    for (const [key, { example }] of Object.entries(queryKeys))
      assert.equal(readQuery(example).terms[0]!.key, key);
  });

  test('times: a day to its end, a time in UTC or with an offset, how long ago', () => {
    const { NEGATIVE_INFINITY: ever, POSITIVE_INFINITY: always } = Number;
    const day = [Date.UTC(2026, 10, 20), Date.UTC(2026, 10, 21) - 1] as const;
    assert.deepEqual(resolveSpan('since', '2026-11-20', 0), [day[0], always]);
    assert.deepEqual(resolveSpan('until', '2026-11-20', 0), [ever, day[1]]);
    assert.deepEqual(resolveSpan('on', '2026-11-20', 0), day);
    assert.deepEqual(resolveSpan('since', '2026-11-20T09:00+01:00', 0), [Date.UTC(2026, 10, 20, 8), always]);
    assert.deepEqual(resolveSpan('since', '2h', 10_000_000), [2_800_000, always]);
    assert.equal(resolveSpan('since', '2026-11-20T25:00', 0), undefined);
    for (const text of ['2h', '2026-11-20T09:00', '2026-02-30', 'tomorrow', 'last-yesterday'])
      assert.equal(resolveSpan('on', text, 0), undefined, text);
  });

  test('days by their names: a weekday is the latest one before today', () => {
    // A Wednesday.
    const now = Date.UTC(2026, 10, 25, 15, 30);
    const dateOf = (name: string, at = now) =>
      new Date(resolveSpan('on', name, at)?.[0] ?? Number.NaN).toISOString().slice(0, 10);
    assert.equal(dateOf('today'), '2026-11-25');
    assert.equal(dateOf('yesterday'), '2026-11-24');
    assert.equal(dateOf('tuesday'), '2026-11-24');
    assert.equal(dateOf('last-tuesday'), '2026-11-24');
    assert.equal(dateOf('wednesday'), '2026-11-18');
    assert.equal(dateOf('thursday'), '2026-11-19');
    assert.equal(dateOf('wednesday', Date.UTC(2026, 10, 25)), '2026-11-18');
    assert.deepEqual(resolveSpan('since', 'tuesday', now)?.[0], Date.UTC(2026, 10, 24));
    assert.deepEqual(resolveSpan('until', 'tuesday', now)?.[1], Date.UTC(2026, 10, 25) - 1);
    const offered = completeQuery('on:', 3).map(({ label }) => label);
    assert.deepEqual(offered.slice(0, 1), ['today']);
    assert.equal(offered.length, 9);
    assert.match(completeQuery('on:yes', 6)[0]!.about!, /^\d{4}-\d{2}-\d{2}, UTC$/);
  });

  test('a query with dates says later what it said then', () => {
    const now = Date.UTC(2026, 10, 25, 15, 30);
    assert.equal(
      datedQuery('answer:email on:tuesday -since:yesterday until:tuesday until:7d', now),
      'answer:email on:2026-11-24 -since:2026-11-24 until:2026-11-24 until:2026-11-18T15:30:00.000Z',
    );
    assert.equal(datedQuery('since:2026-11-20T09:00+01:00', now), 'since:2026-11-20T09:00+01:00');
    assert.throws(() => datedQuery('on:', now), QueryError);
  });

  test('completion offers keys, then the language’s words and what was counted', () => {
    const labels = (query: string, at = query.length, ...rest: Parameters<typeof completeQuery>[2][]) =>
      completeQuery(query, at, rest[0]).map(({ label }) => label);
    assert.deepEqual(labels('who:ana c'), ['connection', 'collection', 'class', 'code', 'client']);
    assert.deepEqual(labels('-cl'), ['class', 'client']);
    assert.ok(labels('').length === Object.keys(queryKeys).length && labels('').every(isQueryKey));
    assert.deepEqual(labels('effect:d'), ['deny']);
    assert.deepEqual(labels('effect:allow,d'), ['deny']);
    assert.deepEqual(labels('nothing:d'), []);
    const facets = [
      {
        key: 'who',
        values: [
          { value: 'people:ana', name: 'Ana Ruiz', count: 12 },
          { value: 'people:b c', count: 10_000, more: true },
        ],
      },
    ] as const;
    assert.deepEqual(completeQuery('who:A', 5, facets), [
      { label: 'people:ana', insert: 'people:ana', from: 4, to: 5, about: 'Ana Ruiz · 12' },
    ]);
    const [, second] = completeQuery('who:', 4, facets);
    assert.deepEqual([second?.insert, second?.about], ['"people:b c"', '10000+']);
    assert.equal(queryAround('class:search who:a effect:deny', 18), 'class:search  effect:deny');
  });
});

test('a saved search stands for its terms, and the rest of the query narrows it', () => {
  const saved = { refused: 'effect:deny since:7d', 'tenant-b': 'collection:"tenant b",b-*' };
  assert.equal(withSaved('@refused who:ana', saved), 'effect:deny since:7d who:ana');
  assert.equal(
    withSaved('-class:scan @tenant-b @refused', saved),
    `-class:scan ${saved['tenant-b']} ${saved.refused}`,
  );
  // Only as a term of its own.
  for (const text of ['who:@refused', 'who:"@refused"', '', 'a@refused', '"@refused"'])
    assert.equal(withSaved(text, saved), text);
  const unknown = (text: string, of = saved): unknown => {
    try {
      return withSaved(text, of);
    } catch (error) {
      assert.ok(error instanceof QueryError);
      return [error.code, error.from, error.to, error.remedy];
    }
  };
  assert.deepEqual(unknown('who:ana @refusd'), ['saved-unknown', 8, 15, 'Did you mean @refused?']);
  assert.deepEqual(unknown('@constructor'), ['saved-unknown', 0, 12, 'There are: @refused, @tenant-b.']);
  assert.deepEqual((unknown('-@refused') as unknown[])[0], 'saved-negated');
  const offered = (text: string): string[] =>
    completeQuery(text, text.length, [], saved).map(({ label, from, to }) => `${label} ${from}-${to}`);
  assert.deepEqual(offered('who:ana @'), ['@refused 8-9', '@tenant-b 8-9']);
  assert.deepEqual(offered('@ten'), ['@tenant-b 0-4']);
  assert.deepEqual(offered('@no'), []);
});
