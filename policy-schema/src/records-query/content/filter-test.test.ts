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
  filterTestOf(readQuery(query))(header, shown);

test('a guard’s filter leaves its own value within reach, and all of them where there is none', () => {
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
    assert.deepEqual([ask(query, acme), ask(query, free)], [bound, unbound], query);
  const two = shownOf({ added: within('tenant', 'acme', 'globex') });
  assert.deepEqual([ask('reach:tenant=globex', two), ask('reach:tenant=kettle', two)], [true, false]);
  // One of several operations is enough.
  const both = shownOf({ added: eq('tenant', 'acme') }, {});
  assert.deepEqual([ask('reach:tenant=globex', both), ask('-filter:tenant=*', both)], [true, false]);
});

test('what was asked narrows no reach: a query inside of another may have held it', () => {
  const asked = shownOf({ asked: { op: 'and', of: [eq('tenant', 'acme'), eq('open', 'yes')] } });
  assert.deepEqual([ask('filter:tenant=acme', asked), ask('filter:open=yes', asked)], [true, true]);
  assert.equal(ask('reach:tenant=globex', asked), true);
  for (const other of [
    { op: 'not', of: eq('tenant', 'acme') },
    { op: 'compare', field: 'tenant', test: 'ne', value: 'acme' },
    { op: 'opaque', fields: ['tenant'] },
  ] as const)
    assert.equal(ask('filter:tenant=acme', shownOf({ asked: other })), false, JSON.stringify(other));
  assert.equal(ask('filter:count=7', shownOf({ asked: eq('count', 7) })), true);
});

test('rows are reached by what went to the store; what watches adds no filter', () => {
  const free = shownOf({});
  const acme = shownOf({ added: eq('tenant', 'acme') });
  const of = (more: Partial<FilteredHeader>): FilteredHeader => ({ ...delivered, ...more });
  for (const outcome of ['refused', 'failed'])
    assert.equal(ask('reach:tenant=acme', free, of({ outcome })), false, outcome);
  for (const header of [of({ outcome: 'unknown' }), of({ kind: 'intent' })])
    assert.equal(ask('reach:tenant=acme', free, header), true);
  for (const classes of [['meta'], ['schema'], ['review']])
    assert.equal(ask('reach:tenant=acme', shownOf({ classes })), false);
  assert.equal(ask('reach:tenant=acme', shownOf({ classes: ['schema', 'delete-bulk'] })), true);
  const watched = of({ decision: { effect: 'allow', mode: 'monitor' } });
  assert.deepEqual(
    [ask('reach:tenant=globex', acme, watched), ask('filter:tenant=acme', acme, watched)],
    [true, false],
  );
  const refused = of({ decision: { effect: 'deny', mode: 'enforce' }, outcome: 'refused' });
  assert.equal(ask('filter:tenant=acme', acme, refused), false);
  assert.equal(ask('filter:tenant=acme', shownOf({ asked: eq('tenant', 'acme') }), refused), true);
});

test('what is not shown is found by no term, a negated one neither', () => {
  const { decision: _, ...without } = shownOf({ asked: eq('tenant', 'acme') });
  const masked = shownOf({ asked: eq('email', '«redacted»'), added: eq('tenant', 'acme') });
  for (const [shown, ...queries] of [
    [without, 'reach:tenant=acme', '-reach:tenant=acme', 'filter:tenant=acme', '-filter:tenant=x'],
    [masked, 'filter:email=zoe', '-filter:email=zoe', 'filter:email=*a*', 'filter:email=«redacted»'],
  ] as const)
    for (const query of queries) assert.equal(ask(query, shown), undefined, query);
  // That there is a condition is shown, whatever its value.
  assert.deepEqual([ask('filter:email=*', masked), ask('-filter:email=*', masked)], [true, false]);
  assert.equal(ask('filter:tenant=acme', masked), true);
  assert.equal(ask('filter:email=zoe reach:tenant=globex', masked), false);
  const nothing = { operations: 7, request: null, decision: [] };
  const refused: FilteredHeader = { ...delivered, outcome: 'refused' };
  assert.deepEqual(
    [ask('reach:tenant=acme', nothing), ask('reach:tenant=acme', nothing, refused)],
    [undefined, false],
  );
  assert.equal(ask('reach:tenant=acme', { operations: null, request: null, decision: 'x' }), undefined);
});

test('each row that a filter lets through is within reach by each of its values', () => {
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
  fc.assert(
    fc.property(filter, row, (added, fields) => {
      fc.pre(satisfies(added, fields, false));
      for (const [name, is] of Object.entries(fields)) {
        if (is === '') continue;
        assert.equal(ask(`reach:${name}="${is}"`, shownOf({ added })), true, JSON.stringify([added, name]));
      }
    }),
    { numRuns: runs(300) },
  );
});

test('a field and its value are read, printed and completed; anything else is pointed at', () => {
  const query = '-reach:tenant=globex,"tenant=Globex EU*" filter:address.city=* who:ana';
  assert.equal(
    printQuery(readQuery(query)),
    '-reach:tenant=globex,"tenant=Globex EU*" filter:address.city=* who:ana',
  );
  assert.equal(ask('reach:"tenant=Globex EU"', shownOf({ added: eq('tenant', 'Globex EU') })), true);
  assert.equal(ask('filter:a=b=c', shownOf({ asked: eq('a', 'b=c') })), true);
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
