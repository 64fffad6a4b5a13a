import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runs } from '../testing/runs.ts';
import type { MaskMethod, MaskObligation, MaskPattern } from './decision.ts';
import { matchesFieldPath, touchesFieldPath } from './field-path.ts';
import { joinMasks } from './join-masks.ts';
import { partialFits } from './partial-fits.ts';

const mask = (method: MaskMethod, more: Partial<MaskObligation> = {}): MaskObligation => ({
  fields: { paths: ['f'] },
  method,
  filterable: false,
  rule: { policy: 'p', rule: 'r', file: 'p.yaml', line: 1 },
  ...more,
});
const patterns: Readonly<Record<string, MaskPattern>> = {
  'employee-id': { name: 'employee-id', expression: 'E' },
  project: { name: 'project', expression: 'P' },
};
const found = (method: MaskMethod, ...detectors: string[]): MaskObligation => {
  const own = detectors.flatMap((name) => patterns[name] ?? []);
  return mask(method, { detectors, ...(own.length > 0 && { patterns: own }) });
};

const joins: readonly [name: string, masks: MaskObligation[], expected: unknown][] = [
  ['none', [], undefined],
  ['one', [mask('hash')], { method: 'hash' }],
  [
    'equal',
    [mask('partial', { keepLast: 4 }), mask('partial', { keepLast: 4 })],
    { method: 'partial', keepLast: 4 },
  ],
  [
    'unequal partials',
    [mask('partial', { keepLast: 4 }), mask('partial', { keepLast: 2 })],
    { method: 'redact' },
  ],
  ['hash and partial', [mask('hash'), mask('partial', { keepLast: 4 })], { method: 'redact' }],
  ['equal tokens', [mask('tokenize'), mask('tokenize')], { method: 'tokenize' }],
  ['token and hash', [mask('tokenize'), mask('hash')], { method: 'redact' }],
  ['token and partial', [mask('tokenize'), mask('partial', { keepLast: 4 })], { method: 'redact' }],
  ['token and nullify', [mask('tokenize'), mask('nullify')], { method: 'nullify' }],
  ['token and drop', [mask('drop'), mask('tokenize')], { method: 'drop' }],
  ['three unequal', [mask('hash'), mask('partial', { keepLast: 4 }), mask('hash')], { method: 'redact' }],
  ['nullify beats others', [mask('redact'), mask('nullify')], { method: 'nullify' }],
  ['drop beats nullify', [mask('nullify'), mask('drop'), mask('redact')], { method: 'drop' }],
  ['drop after a conflict', [mask('hash'), mask('redact'), mask('drop')], { method: 'drop' }],
  ['one detector', [found('redact', 'email')], { email: 'redact' }],
  ['two detectors', [found('redact', 'email'), found('hash', 'phone')], { email: 'redact', phone: 'hash' }],
  [
    'one detector, two ways',
    [found('redact', 'email'), found('hash', 'email', 'phone')],
    { method: 'redact' },
  ],
  [
    'two patterns and a detector',
    [found('tokenize', 'employee-id'), found('hash', 'project', 'email')],
    { 'employee-id': 'tokenize', project: 'hash', email: 'hash' },
  ],
  [
    'one pattern, two ways',
    [found('tokenize', 'employee-id'), found('hash', 'employee-id')],
    { method: 'redact' },
  ],
  ['whole and pattern', [mask('tokenize'), found('tokenize', 'employee-id')], { method: 'redact' }],
  ['whole and detector', [mask('hash'), found('hash', 'email')], { method: 'redact' }],
  ['drop and detector', [mask('drop'), found('redact', 'email')], { method: 'drop' }],
  [
    'nullify and detectors in conflict',
    [found('redact', 'email'), found('hash', 'email'), mask('nullify')],
    { method: 'nullify' },
  ],
];

const plain = (masks: readonly MaskObligation[]): unknown => {
  const joined = joinMasks(masks, 'f');
  if (joined?.whole !== undefined) return joined.whole;
  return joined && Object.fromEntries([...joined.detectors!].map(([name, { method }]) => [name, method]));
};

for (const [name, masks, expected] of joins) {
  test(`masks join: ${name}`, () => {
    assert.deepEqual(plain(masks), expected);
    assert.deepEqual(plain([...masks].reverse()), expected);
  });
}

test('the order of masks does not matter, and either the whole field or detectors are masked', () => {
  const any = fc.oneof(
    fc
      .constantFrom<MaskMethod>('redact', 'hash', 'tokenize', 'nullify', 'drop')
      .map((method) => mask(method)),
    fc.constantFrom(2, 4).map((keepLast) => mask('partial', { keepLast })),
    fc
      .tuple(
        fc.constantFrom<MaskMethod>('redact', 'hash', 'tokenize'),
        fc.subarray(['email', 'phone', 'employee-id', 'project'], { minLength: 1 }),
      )
      .map(([method, detectors]) => found(method, ...detectors)),
  );
  const shuffled = fc
    .array(any, { minLength: 1, maxLength: 5 })
    .chain((masks) => fc.tuple(fc.constant(masks), fc.shuffledSubarray(masks, { minLength: masks.length })));
  fc.assert(
    fc.property(shuffled, ([masks, other]) => {
      assert.deepEqual(plain(masks), plain(other));
      const joined = joinMasks(masks, 'f')!;
      assert.notEqual(joined.whole === undefined, joined.detectors === undefined);
      // What is to be run stands beside its name, once.
      const named = [...(joined.detectors?.keys() ?? [])].filter((name) => name in patterns).sort();
      assert.deepEqual((joined.patterns ?? []).map(({ name }) => name).sort(), named);
    }),
    { numRuns: runs(300) },
  );
});

test('all rules of a joined mask are named, each once', () => {
  const other = { policy: 'p', rule: 'r2', file: 'p.yaml', line: 9 };
  const first = mask('hash');
  const joined = joinMasks(
    [first, mask('hash', { rule: other }), { ...first }, mask('drop', { fields: { paths: ['g'] } })],
    'f',
  );
  assert.deepEqual(
    joined?.rules.map(({ rule }) => rule),
    ['r', 'r2'],
  );
});

const paths: readonly [masked: string, path: string, hides: boolean, touches: boolean][] = [
  ['email', 'email', true, true],
  ['email', 'emails', false, false],
  ['address', 'address.city', true, true],
  ['address.city', 'address', false, true],
  ['address.city', 'address.cit', false, false],
  ['$vector', '$vector.dense', true, true],
  ['$vector.dense', '$vector', false, true],
];

for (const [masked, path, hides, touches] of paths) {
  test(`a mask on ${masked} and the field ${path}`, () => {
    assert.equal(matchesFieldPath({ paths: [masked] }, path), hides);
    assert.equal(touchesFieldPath({ paths: [masked] }, path), touches);
  });
}

test('a name in either spelling of its accents is the field that a mask names', () => {
  const [composed, decomposed] = ['prénom', 'pre\u0301nom'];
  for (const [masked, written] of [
    [composed, decomposed],
    [decomposed, composed],
    ['K', '\u212a'],
  ] as const) {
    for (const below of ['', '.a']) {
      assert.ok(matchesFieldPath({ paths: [masked] }, written + below));
      assert.ok(touchesFieldPath({ paths: [masked + below] }, written));
      assert.ok(joinMasks([mask('redact', { fields: { paths: [masked] } })], written + below));
    }
    assert.ok(!matchesFieldPath({ paths: [masked] }, `${written}s`));
    // What a mask leaves alone is not widened.
    assert.ok(matchesFieldPath({ all: true, except: [masked] }, written));
  }
  assert.ok(!matchesFieldPath({ paths: ['prenom'] }, decomposed));
});

test('all fields but some', () => {
  const fields = { all: true, except: ['title', 'person.name'] } as const;
  const hidden = [
    'email',
    'titles',
    'person',
    'person.names',
    '$document',
    '$uri',
    '$vector',
    '$vector.dense',
  ];
  for (const path of hidden) assert.ok(matchesFieldPath(fields, path), path);
  for (const path of ['title', 'title.short', 'person.name', '$id', '$score'])
    assert.ok(!matchesFieldPath(fields, path), path);
});

test('partial shows at most a third', () => {
  assert.ok(partialFits(12, { keepLast: 4 }));
  assert.ok(!partialFits(11, { keepLast: 4 }));
  assert.ok(partialFits(9, { keepFirst: 1, keepLast: 2 }));
  assert.ok(!partialFits(8, { keepFirst: 1, keepLast: 2 }));
  assert.ok(!partialFits(0, { keepFirst: 1 }));
});

test('a field of two names is reached by either, and excepted by either', () => {
  const all = (...except: string[]): MaskObligation => mask('redact', { fields: { all: true, except } });
  const paths = (...names: string[]): MaskObligation => mask('redact', { fields: { paths: names } });
  const bound = (one: MaskObligation): boolean => joinMasks([one], 'document', '$document') !== undefined;
  for (const one of [paths('document'), paths('$document'), all(), all('other')]) assert.ok(bound(one));
  for (const one of [paths('other'), all('document'), all('$document')]) assert.ok(!bound(one));
});
