import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { runs } from '../../testing/runs.ts';
import {
  completeQuery,
  foldText,
  type LookedThrough,
  lookedTogether,
  lookedWords,
  printQuery,
  QueryError,
  queryAround,
  RecordTable,
  readQuery,
  withoutContentTerms,
} from '../index.ts';
import { askedTexts } from './asked-texts.ts';
import { contentTestOf } from './content-test.ts';
import { piecesToFold } from './fold-text.ts';
import {
  type Lookable,
  type LookBounds,
  type LookedAtHeader,
  lookBounds,
  lookThrough,
} from './look-through.ts';

const holds = (query: string, ...texts: readonly string[]): Promise<boolean> =>
  contentTestOf(readQuery(query))(texts, () => undefined);
const errorOf = (text: string): QueryError => {
  try {
    readQuery(text);
  } catch (error) {
    assert.ok(error instanceof QueryError);
    return error;
  }
  throw new Error(`this was read: ${text}`);
};

describe('terms about the texts of requests', () => {
  test('without case, form, invisible characters and kinds of white space', async () => {
    const alike: readonly (readonly [query: string, text: string])[] = [
      ['text:KETTLE', 'a kettle.'],
      ['text:straße', 'HAUPTSTRASSE 1'],
      ['text:ΟΔΟΣ', 'η οδοσ και'],
      ['text:οδος', 'ΟΔΟΣ'],
      ['text:ﬁne', 'Define'],
      ['text:ＡＢＣ', 'xabcx'],
      ['text:e\u0301', 'caf\u00e9'],
      ['text:password', 'pass\u200bword'],
      ['text:"pass\u202eword"', 'PASS\u00adWORD'],
      ['text:"two words"', 'two\n\t words'],
      ['text:"two words"', 'two\u00a0words'],
      ['text:.*', 'a .* b'],
      ['text:"(a+)+$"', '(a+)+$'],
      ['text:a*c', 'abc'],
      ['text:x,b', 'abc'],
      ['text:"a*c"', 'A*C'],
      ['text:\u{1f600}', 'so \u{1f600}'],
    ];
    for (const [query, text] of alike) assert.ok(await holds(query, text), query);
    for (const [query, text] of [
      ['text:a*c', 'ca'],
      ['text:".*"', 'anything'],
      ['text:"a*c"', 'abc'],
      ['text:twowords', 'two words'],
      ['text:\u{1f600}', '\ud83d'],
    ] as const)
      assert.ok(!(await holds(query, text)), query);
  });

  test('each term may hold in another text, and a negated one in none', async () => {
    assert.ok(await holds('text:a text:b', 'xa', 'xb'));
    assert.ok(!(await holds('text:a*b', 'xa', 'xb')));
    assert.ok(!(await holds('text:a -text:b', 'xa', 'xb')));
    assert.ok(await holds('text:a -text:c', 'xa', 'xb'));
    assert.ok(await holds('-text:c'));
    assert.ok(!(await holds('text:c')));
  });

  test('a long text holds what it holds, wherever it is cut to be worked on', async () => {
    const unit = fc.constantFrom(
      'a',
      'B',
      ' ',
      'e',
      '\u0301',
      'ß',
      '\u1100',
      '\u1161',
      '\u11a8',
      'ｶ',
      'ﾞ',
      '\u{1f600}',
      '\u200d',
      '\u00b4',
      '\ufb01',
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 60 }), fc.integer({ min: 8, max: 20 }), (units, size) => {
        const text = units.join('');
        const pieces = [...piecesToFold(text, size)];
        assert.equal(pieces.join(''), text);
        // What goes on may go on for longer than two pieces: then it is cut.
        fc.pre(pieces.every((piece) => piece.length < 2 * size));
        const folded = pieces.map(foldText).join('');
        assert.equal(folded.replace(/ +/g, ' '), foldText(text));
      }),
      { numRuns: runs(500) },
    );
    for (const at of [0, 4_090, 16_380, 16_384, 60_000, 99_990]) {
      const text = `${'xy '.repeat(40_000).slice(0, at)}The Kettle${' z'.repeat(20_000)}`;
      assert.ok(await holds('text:"the kettle"', text), String(at));
      assert.ok(await holds('text:the*kettle*z', text), String(at));
      assert.ok(!(await holds('text:kettle*the', text)), String(at));
    }
  });

  test('while a long text is worked on, others have their turn', async () => {
    let waited = 0;
    const pass = (): Promise<void> =>
      Promise.resolve().then(() => {
        waited += 1;
      });
    await contentTestOf(readQuery(`text:b${'a'.repeat(199)}`))(['A'.repeat(1_000_000)], pass);
    assert.ok(waited >= 1_000_000 / 4_096 + 1_000_000 / 16_384, String(waited));
  });

  test('what cannot be looked for is refused with its place, the bound and the remedy', () => {
    const cases: readonly (readonly [string, string, string, RegExp])[] = [
      ['who:ana text:*', 'text-unreadable', '*', /in quotes/],
      ['text:" "', 'text-unreadable', '" "', /in quotes/],
      ['text:\u200b\u202e', 'text-unreadable', '\u200b\u202e', /in quotes/],
      ['text:a\ud83d', 'text-unreadable', 'a\ud83d', /whole character/],
      [`text:ok,${'y'.repeat(201)}`, 'text-too-long', 'y'.repeat(201), /a part of it/],
      // Twelve characters, which are 216 as they are compared.
      [`text:${'\ufdfa'.repeat(12)}`, 'text-too-long', '\ufdfa'.repeat(12), /a part of it/],
      ['text:', 'value-missing', '', /leaking kettle/],
      ['kettle', 'key-missing', 'kettle', /write text:kettle;/],
    ];
    for (const [query, code, at, remedy] of cases) {
      const error = errorOf(query);
      assert.deepEqual([error.code, query.slice(error.from, error.to)], [code, at]);
      assert.match(error.remedy, remedy);
    }
    assert.match(errorOf(`text:${'y'.repeat(201)}`).message, /201 characters; 200 is the most/);
    const huge = errorOf(`text:${'y'.repeat(10_000_000)}`);
    assert.deepEqual([huge.code, huge.from], ['query-too-long', 2_000]);
    assert.ok(huge.message.length < 200 && huge.remedy.length < 200);
  });

  test('printed, completed and left out where only headers are asked', () => {
    const query = '-text:"two words",a*b who:ana';
    assert.equal(printQuery(readQuery(query)), query);
    assert.ok(
      completeQuery('te', 2).some(
        ({ insert, about }) => insert === 'text:' && /inside of requests/.test(about ?? ''),
      ),
    );
    assert.deepEqual(completeQuery('text:ke', 7), []);
    assert.equal(
      withoutContentTerms('text:a who:ana -text:"b c" effect:deny text:"open'),
      'who:ana  effect:deny',
    );
    // What is typed is not looked for at each key.
    assert.equal(queryAround('text:secret who:a', 17), '');
    const table = new RecordTable();
    for (const ask of [
      () => table.find(readQuery('text:a'), 0, 1),
      () => table.facets(readQuery('-text:a'), 0),
    ])
      assert.throws(ask, { code: 'text-not-in-headers' });
  });
});

test('texts of a request: its body, else what is shown of it, and what it was about', () => {
  const scope = (name?: string) => (name === undefined ? { is: 'none' } : { is: 'one', name });
  const operations = {
    operations: [
      {
        name: 'collection_upsert',
        targets: [{ tenant: scope('acme'), database: scope(), collection: scope('cases') }],
        ids: ['row-7'],
        filter: {
          op: 'and',
          of: [
            { op: 'compare', field: 'product', test: 'in', value: ['kettle', 'pan'] },
            { op: 'not', of: { op: 'compare', field: 'open', test: 'eq', value: 'yes' } },
            { op: 'opaque', fields: ['phone'] },
          ],
        },
        written: { fields: ['title'], items: [{ title: 'a title', count: 4 }] },
        renamesTo: { collection: scope('cases-2') },
      },
    ],
    identity: { claims: { tenant: 'claimed' } },
    call: { method: 'POST', target: '/api/v2/collections/my%20cases' },
  };
  const digest = '0123456789abcdef'.repeat(4);
  const shown = { documents: ['leaks', null], embeddings: [{ dimension: 8, sha256: digest }], n: 4 };
  const sorted = (of: Parameters<typeof askedTexts>[0]) => [...askedTexts(of)].sort();
  const about = ['/api/v2/collections/my cases', 'acme', 'cases', 'cases-2'];
  assert.deepEqual(sorted({ operations, request: shown }), [...about, 'leaks'].sort());
  assert.deepEqual(
    sorted({ operations, request: null }),
    [...about, 'a title', 'kettle', 'pan', 'row-7', 'yes'].sort(),
  );
  assert.deepEqual(sorted({ operations: null, request: 'SELECT 1' }), ['SELECT 1']);
  // Somebody else's digest is a text like any other.
  assert.deepEqual(sorted({ operations: null, request: { sha256: 'abc', of: 1 } }), ['abc']);
  // What only looks like a vector hides no text.
  for (const like of [
    { dimension: 8, sha256: 'the kettle leaks' },
    { dimension: 8, sha256: digest.toUpperCase() },
    { dimension: 8, sha256: `${digest}\n` },
    { dimension: 8, sha256: `${digest} kettle` },
    { dimension: 8.5, sha256: digest },
    { dimension: -1, sha256: digest },
    { dimension: '8', sha256: digest },
    { dimension: 8, sha256: digest, note: 'the kettle leaks' },
  ])
    assert.ok(sorted({ operations: null, request: like }).length > 0, JSON.stringify(like));
  for (const odd of [null, 7, 'x', [], { operations: 7 }, { operations: [null, 1] }, { call: { target: 5 } }])
    assert.deepEqual(sorted({ operations: odd, request: undefined }), []);
});

test('an address is looked into as people write it, whatever else stands in it', () => {
  for (const [target, text] of [
    ['/collections/my%20cases+new', '/collections/my cases+new'],
    ['/points?filter=leaking+kettle%2B%C3%BC', '/points?filter=leaking kettle+ü'],
    ['/points?a=1+2?b=3+4', '/points?a=1 2?b=3 4'],
    ['/my%20cases/%?q=a%zz%20b', '/my cases/%?q=a%zz b'],
    [
      '/my%20cases/%ff%6b%C3%28%ed%a0%80%f4%90%80%80%E2%82%AC%F0%9F%98%80',
      '/my cases/%ffk%C3(%ed%a0%80%f4%90%80%80€😀',
    ],
  ] as const)
    assert.deepEqual([...askedTexts({ operations: { call: { target } }, request: null })], [text]);
});

interface Header extends LookedAtHeader {
  readonly id: number;
}
const header = (id: number): Header => ({
  id,
  kind: 'outcome',
  decision: { effect: 'allow', mode: 'enforce' },
  time: `2026-11-20T09:00:${String(60 - id).padStart(2, '0')}.000Z`,
});

test('one after the other is looked into, to a bound, and what cannot be is told', async () => {
  const kinds: Readonly<Record<number, Lookable>> = {
    2: { bytes: 0, why: 'forgotten' },
    3: { bytes: 5, why: 'withheld' },
    4: { bytes: 5, why: 'bare' },
  };
  const candidates = [1, 2, 3, 4, 5, 6, 7].map(header);
  const opened: number[] = [];
  const look = (query: string, limit = 50, bounds: Partial<LookBounds> = {}) => {
    opened.length = 0;
    return lookThrough(readQuery(query), {
      candidates: candidates.map((one) => (one.id === 6 ? { ...one, reviewed: {} } : one)),
      open: async ({ id }) => {
        opened.push(id);
        return (
          kinds[id] ?? { bytes: 10, shown: { operations: null, request: [`kettle ${id}`] }, partly: id === 7 }
        );
      },
      pass: () => undefined,
      limit,
      bounds: { ...lookBounds, ...bounds },
    });
  };
  const ids = async (...of: Parameters<typeof look>) => {
    const { found, looked, last } = await look(...of);
    return {
      found: found.map(({ id }) => id),
      records: looked.records,
      further: looked.further,
      last: last?.id,
    };
  };
  assert.deepEqual(await ids('text:kettle'), { found: [1, 5, 7], records: 7, further: undefined, last: 7 });
  assert.deepEqual(opened, [1, 2, 3, 4, 5, 7]);
  const { looked } = await look('-text:pan');
  assert.deepEqual(looked, {
    records: 7,
    back: header(7).time,
    forgotten: 1,
    bare: 1,
    withheld: 1,
    partly: 1,
    long: 0,
    damaged: 0,
  });
  assert.deepEqual(await ids('text:kettle', 2), { found: [1, 5], records: 5, further: true, last: 5 });
  // One that ends where there is nothing more says so.
  assert.deepEqual(await ids('text:kettle', 3), {
    found: [1, 5, 7],
    records: 7,
    further: undefined,
    last: 7,
  });
  assert.deepEqual(await ids('text:kettle', 9, { records: 2 }), {
    found: [1],
    records: 2,
    further: true,
    last: 2,
  });
  assert.deepEqual(await ids('text:kettle', 9, { bytes: 15 }), {
    found: [1],
    records: 3,
    further: true,
    last: 3,
  });
  assert.deepEqual(await ids('text:kettle', 9, { milliseconds: 0 }), {
    found: [1],
    records: 1,
    further: true,
    last: 1,
  });
});

test('how far it looked, in plain words', () => {
  const none: LookedThrough = {
    records: 0,
    forgotten: 0,
    bare: 0,
    withheld: 0,
    partly: 0,
    long: 0,
    damaged: 0,
  };
  const part: LookedThrough = {
    ...none,
    records: 2_000,
    back: '2026-11-20T09:12:01.500Z',
    further: true,
    forgotten: 3,
    partly: 12,
  };
  assert.deepEqual(lookedWords(part), {
    far: 'Looked into 2,000 records, back to 2026-11-20 09:12:01 UTC. Older ones were not looked into.',
    not: 'Not, or not wholly, looked into: 3 forgotten, 12 withheld from you in part.',
  });
  const rest: LookedThrough = { ...none, records: 40, back: '2026-11-19T09:12:01.500Z', long: 1 };
  const both = lookedTogether(part, rest);
  assert.deepEqual(both, { ...none, records: 2_040, back: rest.back, forgotten: 3, partly: 12, long: 1 });
  assert.equal(lookedWords(both).far, 'Looked into all 2,040 records that the other terms find.');
  assert.equal(
    lookedWords({ ...none, records: 1, back: rest.back! }).far,
    'Looked into the one record that the other terms find.',
  );
  assert.equal(lookedWords(none).far, 'No record was there to look into.');
});
