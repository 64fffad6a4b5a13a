import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { satisfies } from '../../decide/required-filter.ts';
import type { Filter, RequiredFilter } from '../../operation/filter.ts';
import { runs } from '../../testing/runs.ts';
import {
  completeQuery,
  lookedInto,
  printQuery,
  QueryError,
  readQuery,
  withoutContentTerms,
} from '../index.ts';
import { type FilteredHeader, filterTestOf } from './filter-test.ts';

const eq = (field: string, value: string | number) => ({ op: 'compare', field, test: 'eq', value }) as const;
const within = (field: string, ...value: readonly string[]) =>
  ({ op: 'compare', field, test: 'in', value }) as const;

interface Made {
  readonly asked?: Filter;
  readonly added?: RequiredFilter;
  readonly classes?: readonly string[];
}
const shownOf = (...operations: readonly Made[]) => ({
  operations: {
    operations: operations.map(({ asked, classes = ['search'] }) => ({ classes, filter: asked })),
  },
  request: null,
  decision: { operations: operations.map(({ added }) => ({ obligations: { filter: added } })) },
});
const delivered: FilteredHeader = {
  kind: 'outcome',
  decision: { effect: 'allow', mode: 'enforce' },
  outcome: 'delivered',
};
const ask = (query: string, shown: Parameters<ReturnType<typeof filterTestOf>>[1], header = delivered) =>
  filterTestOf(readQuery(query))(header, shown, () => undefined);

test('a guard’s filter leaves its own value within reach, and all of them where there is none', async () => {
  const acme = shownOf({ added: eq('tenant', 'acme') });
  const free = shownOf({});
  for (const [query, bound, unbound] of [
    ['reach:tenant=acme', true, true],
    ['reach:tenant=globex', false, true],
    ['reach:tenant=ac*,tenant=globex', true, true],
    ['reach:tenant=globex,region=eu', true, true],
    ['-reach:tenant=globex', true, false],
    ['filter:tenant=acme', true, false],
    ['filter:tenant=globex', false, false],
    ['filter:tenant=*', true, false],
    ['-filter:tenant=*', false, true],
    ['filter:ten=acme', false, false],
    ['filter:tenant=acme -reach:tenant=globex', true, false],
    ['who:nobody', true, true],
  ] as const)
    assert.deepEqual([await ask(query, acme), await ask(query, free)], [bound, unbound], query);
  const two = shownOf({ added: within('tenant', 'acme', 'globex') });
  assert.deepEqual(
    [await ask('reach:tenant=globex', two), await ask('reach:tenant=kettle', two)],
    [true, false],
  );
  // One of several operations is enough.
  const both = shownOf({ added: eq('tenant', 'acme') }, {});
  assert.deepEqual(
    [await ask('reach:tenant=globex', both), await ask('-filter:tenant=*', both)],
    [true, false],
  );
});

test('what was asked narrows no reach: a query inside of another may have held it', async () => {
  const asked = shownOf({ asked: { op: 'and', of: [eq('tenant', 'acme'), eq('open', 'yes')] } });
  assert.deepEqual(
    [await ask('filter:tenant=acme', asked), await ask('filter:open=yes', asked)],
    [true, true],
  );
  assert.equal(await ask('reach:tenant=globex', asked), true);
  for (const other of [
    { op: 'not', of: eq('tenant', 'acme') },
    { op: 'compare', field: 'tenant', test: 'ne', value: 'acme' },
    { op: 'opaque', fields: ['tenant'] },
  ] as const)
    assert.equal(await ask('filter:tenant=acme', shownOf({ asked: other })), false, JSON.stringify(other));
  assert.equal(await ask('filter:count=7', shownOf({ asked: eq('count', 7) })), true);
});

test('rows are reached by what went to the store; what watches adds no filter', async () => {
  const free = shownOf({});
  const acme = shownOf({ added: eq('tenant', 'acme') });
  const of = (more: Partial<FilteredHeader>): FilteredHeader => ({ ...delivered, ...more });
  for (const outcome of ['refused', 'failed'])
    assert.equal(await ask('reach:tenant=acme', free, of({ outcome })), false, outcome);
  for (const header of [of({ outcome: 'unknown' }), of({ kind: 'intent' })])
    assert.equal(await ask('reach:tenant=acme', free, header), true);
  for (const classes of [['meta'], ['schema'], ['review']])
    assert.equal(await ask('reach:tenant=acme', shownOf({ classes })), false);
  assert.equal(await ask('reach:tenant=acme', shownOf({ classes: ['schema', 'delete-bulk'] })), true);
  const watched = of({ decision: { effect: 'allow', mode: 'monitor' } });
  assert.deepEqual(
    [await ask('reach:tenant=globex', acme, watched), await ask('filter:tenant=acme', acme, watched)],
    [true, false],
  );
  const refused = of({ decision: { effect: 'deny', mode: 'enforce' }, outcome: 'refused' });
  assert.equal(await ask('filter:tenant=acme', acme, refused), false);
  assert.equal(await ask('filter:tenant=acme', shownOf({ asked: eq('tenant', 'acme') }), refused), true);
});

test('what is not shown is found by no term, a negated one neither', async () => {
  const { decision: _, ...without } = shownOf({ asked: eq('tenant', 'acme') });
  const masked = shownOf({ asked: eq('email', '«redacted»'), added: eq('tenant', 'acme') });
  for (const [shown, ...queries] of [
    [without, 'reach:tenant=acme', '-reach:tenant=acme', 'filter:tenant=acme', '-filter:tenant=x'],
    [masked, 'filter:email=zoe', '-filter:email=zoe', 'filter:email=*a*', 'filter:email=«redacted»'],
  ] as const)
    for (const query of queries) assert.equal(await ask(query, shown), 'withheld', query);
  // That there is a condition is shown, whatever its value.
  assert.deepEqual(
    [await ask('filter:email=*', masked), await ask('-filter:email=*', masked)],
    [true, false],
  );
  assert.equal(await ask('filter:tenant=acme', masked), true);
  assert.equal(await ask('filter:email=zoe reach:tenant=globex', masked), false);
  const nothing = { operations: 7, request: null, decision: [] };
  const refused: FilteredHeader = { ...delivered, outcome: 'refused' };
  assert.deepEqual(
    [await ask('reach:tenant=acme', nothing), await ask('reach:tenant=acme', nothing, refused)],
    ['withheld', false],
  );
  assert.equal(
    await ask('reach:tenant=acme', { operations: null, request: null, decision: 'x' }),
    'withheld',
  );
});

test('whatever a file says of filters is read without harm, and leaves out nothing that it does not name', async () => {
  let deep: unknown = eq('tenant', 'acme');
  for (let level = 0; level < 200_000; level += 1) deep = { op: level % 2 === 0 ? 'and' : 'or', of: [deep] };
  const odd: readonly unknown[] = [
    deep,
    { op: 'and', of: 7 },
    { op: 'compare', field: 'tenant', test: 'eq', value: { toString: 1, valueOf: 1 } },
    { op: 'compare', field: 'tenant', test: 'in', value: [[['acme']]] },
    { op: 'nothing', field: 'tenant' },
    [7],
    'x',
  ];
  for (const filter of odd) {
    const of = (made: unknown) => made as NonNullable<Made['added']>;
    assert.equal(await ask('reach:tenant=globex', shownOf({ added: of(filter) })), true);
    const asked = await ask('filter:tenant=acme', shownOf({ asked: of(filter) }));
    assert.equal(asked, filter === deep);
  }
  for (const operations of [[null, 7, 'x'], [{ classes: 7 }], {}])
    assert.equal(
      await ask('reach:tenant=a', { operations: { operations }, request: null, decision: { operations } }),
      false,
    );
});

test('others are let pass while much is looked through, and more than that is told as too long', async () => {
  const values = (count: number) => Array.from({ length: count }, (_, at) => `t${at}`);
  let turns = 0;
  const pass = (): Promise<void> => {
    turns += 1;
    return Promise.resolve();
  };
  const asked = (query: string, shown: ReturnType<typeof shownOf>) =>
    filterTestOf(readQuery(query))(delivered, shown, pass);
  const operations = shownOf(...Array.from({ length: 500 }, () => ({ added: eq('tenant', 'acme') })));
  assert.equal(await asked('reach:tenant=b,tenant=c', operations), false);
  assert.equal(turns, 1_000);
  turns = 0;
  const long = shownOf({ asked: within('tenant', ...values(100_000)) });
  assert.equal(await asked('filter:tenant=b,tenant=c', long), false);
  assert.equal(turns, 200);
  assert.equal(
    await asked('filter:tenant=b', shownOf({ asked: within('tenant', ...values(100_001)) })),
    'long',
  );
  assert.equal(
    await asked('filter:other=b', shownOf({ asked: within('tenant', ...values(100_001)) })),
    false,
  );
  turns = 0;
  const nested = shownOf({
    asked: { op: 'and', of: values(5_000).map((value) => eq('tenant', value.slice(0, 2))) },
  });
  assert.equal(await asked('filter:tenant=b', nested), false);
  assert.equal(turns, 5);
});

test('each row that a filter lets through is within reach by each of its values', async () => {
  const [fields, values] = [
    ['tenant', 'region', 'address.city'],
    ['acme', 'globex', 'a*', ''],
  ];
  const field = fc.constantFrom(...fields);
  const value = fc.constantFrom(...values);
  const { filter } = fc.letrec<{ filter: RequiredFilter }>((tie) => ({
    filter: fc.oneof(
      { depthSize: 'small' },
      fc.tuple(field, value).map(([name, is]) => eq(name, is)),
      fc.tuple(field, fc.array(value, { maxLength: 3 })).map(([name, any]) => within(name, ...any)),
      fc.record({ op: fc.constantFrom('and', 'or'), of: fc.array(tie('filter'), { maxLength: 3 }) }),
    ),
  }));
  const row = fc.dictionary(field, value, { minKeys: 1 });
  await fc.assert(
    fc.asyncProperty(filter, row, async (added, fields) => {
      fc.pre(satisfies(added, fields, false));
      for (const [name, is] of Object.entries(fields)) {
        if (is === '') continue;
        assert.equal(
          await ask(`reach:${name}="${is}"`, shownOf({ added })),
          true,
          JSON.stringify([added, name]),
        );
      }
    }),
    { numRuns: runs(300) },
  );
});

test('a field and its value are read, printed and completed; anything else is pointed at', async () => {
  const query = '-reach:tenant=globex,"tenant=Globex EU*" filter:address.city=* who:ana';
  assert.equal(
    printQuery(readQuery(query)),
    '-reach:tenant=globex,"tenant=Globex EU*" filter:address.city=* who:ana',
  );
  assert.equal(await ask('reach:"tenant=Globex EU"', shownOf({ added: eq('tenant', 'Globex EU') })), true);
  assert.equal(await ask('filter:a=b=c', shownOf({ asked: eq('a', 'b=c') })), true);
  assert.deepEqual(lookedInto(readQuery(query)), { texts: false, filters: true });
  assert.deepEqual(lookedInto(readQuery('text:a -filter:b=c')), { texts: true, filters: true });
  assert.equal(withoutContentTerms(query), 'who:ana');
  for (const wrong of ['reach:globex', 'filter:=x', 'filter:tenant=', 'reach:*=globex', 'filter:ten*ant=x'])
    assert.throws(
      () => readQuery(wrong),
      (error: unknown) =>
        error instanceof QueryError &&
        error.code === 'field-missing' &&
        error.from === wrong.indexOf(':') + 1 &&
        error.to === wrong.length &&
        /tenant=globex$/.test(error.remedy),
      wrong,
    );
  assert.throws(() => readQuery(`reach:tenant=${'x'.repeat(200)}`), { code: 'text-too-long' });
  const facets = [
    {
      key: 'field',
      values: [
        { value: 'tenant', count: 12 },
        { value: 'e mail', count: 3, more: true },
      ],
    },
  ] as const;
  assert.deepEqual(
    completeQuery('reach:', 6, facets).map(({ label, insert, about }) => [label, insert, about]),
    [
      ['tenant=', 'tenant=', '12'],
      ['e mail=', '"e mail="', '3+'],
    ],
  );
  assert.deepEqual(completeQuery('filter:tenant=gl', 16, facets), []);
  assert.deepEqual(printQuery(readQuery('filter:"e mail="acme')), 'filter:"e mail=acme"');
});
