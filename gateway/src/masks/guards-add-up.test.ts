import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadPolicies, type MaskObligation } from '@vectorgate/policy-schema';
import fc from 'fast-check';
import { runs } from '../../../policy-schema/src/testing/runs.ts';
import { readJson } from '../json/read-json.ts';
import { Splices } from '../json/splices.ts';
import { maskMembers } from '../protocols/mask-members.ts';
import { hiddenCharacter } from './marks.ts';
import { MaskLedger } from './mask-ledger.ts';
import { MaskPlan } from './mask-plan.ts';
import { maskValue } from './mask-value.ts';

const keys = { hash: new Uint8Array(32), token: new Uint8Array(32).fill(1) };
const detectors =
  'email phone credit-card iban us-ssn ip person-name place street-address digits-6 before-at words'.split(
    ' ',
  );
const patterns = `
    - { name: digits-6, pattern: '\\d{6}' }
    - { name: before-at, pattern: '[a-z0-9.]+@' }
    - { name: all-digits, pattern: '\\d{7,}' }
    - { name: words, pattern: '[A-Z][a-z]+ [A-Za-z0-9]+' }
`;

/** The masks of guards as the policy language compiles them, one guard an entry. */
function masksOf(guards: readonly (readonly string[])[]): readonly MaskObligation[] {
  const rules = guards.map((masks, i) => `    - { id: r${i}, effect: guard, mask: [${masks.join(', ')}] }\n`);
  const text = `apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: p }\nspec:\n  patterns:${patterns}  rules:\n${rules.join('')}`;
  const loaded = loadPolicies({ files: [{ path: 'p', text }] });
  assert.ok(loaded.ok, JSON.stringify(loaded));
  return loaded.set.rules.flatMap(({ masks }) => masks);
}

/** Keeps what is replaced, so that a test can say which characters are shown and need not guess it from the result. */
class WatchedSplices extends Splices {
  readonly made: { start: number; end: number; text: string }[] = [];

  override replace(start: number, end: number, text: string): void {
    this.made.push({ start, end, text });
    super.replace(start, end, text);
  }
}

/** Which bytes of a JSON document are hidden under masks. Of a text partly shown, what its dots stand for. */
function hiddenBytes(json: Buffer, masks: readonly MaskObligation[]): Uint8Array {
  const hidden = new Uint8Array(json.length);
  const plan = new MaskPlan(masks, keys);
  const mask = plan.of('f');
  if (mask === undefined) return hidden;
  const splices = new WatchedSplices(json);
  maskValue(json, readJson(json).root, { field: 'f', mask, plan, splices, ledger: new MaskLedger() });
  for (const { start, end, text } of splices.made) {
    if (!text.includes(hiddenCharacter)) {
      hidden.fill(1, start, end);
      continue;
    }
    // One character stands for one: the quotes of a whole value are among both.
    const shown = Array.from(text);
    const before = Array.from(json.toString('utf8', start, end));
    assert.equal(shown.length, before.length);
    let at = start;
    for (const [i, character] of before.entries()) {
      const length = Buffer.byteLength(character);
      if (shown[i] === hiddenCharacter) hidden.fill(1, at, at + length);
      else assert.equal(shown[i], character);
      at += length;
    }
  }
  return hidden;
}

const partial = fc.constantFrom(
  'partial, keepLast: 4',
  'partial, keepFirst: 3',
  'partial, keepFirst: 2, keepLast: 2',
);
const ofFinds = fc.oneof(
  { weight: 2, arbitrary: partial },
  { weight: 1, arbitrary: fc.constantFrom('redact', 'hash', 'tokenize') },
);
const ofWhole = fc.oneof(ofFinds, fc.constantFrom('nullify', 'drop'));
const guardOf = (fields: string, finding: number) =>
  fc.array(
    fc.oneof(
      {
        weight: finding,
        arbitrary: fc
          .tuple(fc.subarray(detectors, { minLength: 1, maxLength: 3 }), ofFinds)
          .map(
            ([some, method]) => `{ fields: ${fields}, detectors: [${some.join(', ')}], method: ${method} }`,
          ),
      },
      { weight: 1, arbitrary: ofWhole.map((method) => `{ fields: ${fields}, method: ${method} }`) },
    ),
    { minLength: 1, maxLength: 2 },
  );
const guard = guardOf('[f]', 9);

/** Pieces whose finds lie in each other, begin in each other, or are more than one thing. */
const piece = fc.constantFrom(
  ...['4111 1111 1111 1111', '4111111111111111', '078-05-1120', '078-05-1120 4444', '123-45-6789 0123 4567'],
  ...[
    '+41 79 123 45 67',
    '+14155550100',
    '415-555-0100',
    '(415) 555-0199 ext. 12',
    '020 7946 0958',
    'phone 078-05-1120',
  ],
  ...[
    '@acme.com',
    'ana.ruiz@acme.com',
    '@4155550100.com',
    '+41791234567@acme.com',
    '@10.0.0.1',
    'ana%40acme.com',
  ],
  ...[
    'DE89 3704 0044 0532 0130 00',
    'GB82WEST12345698765432',
    'GB82 WEST 1234 5698 7654 32',
    '192.168.10.255',
    '::ffff:10.0.0.1',
    '2001:db8::8a2e:370:7334',
  ],
  ...[
    'Ana Ruiz',
    'Lourdes',
    'Paris',
    'Springfield',
    '12 Elm Road',
    '12 Elm Road, Springfield',
    'Dr Meyer',
    'name: ',
    'city: ',
    'address: ',
  ],
  ...[
    ' ',
    ' ',
    ' ',
    '',
    '-',
    '.',
    ',',
    ', ',
    ':',
    ' in ',
    ' met ',
    'x',
    '1',
    '12',
    '4155',
    '&#64;',
    '&#49;',
    '<b>',
    'é',
    '漢',
    '😀',
    '\u200b',
    '李明先生',
  ],
);
const text = fc.oneof(
  { weight: 6, arbitrary: fc.array(piece, { minLength: 1, maxLength: 7 }).map((pieces) => pieces.join('')) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(piece, fc.array(piece, { minLength: 1, maxLength: 4 }), piece)
      .map(
        ([before, inside, behind]) =>
          `${before} ${Buffer.from(inside.join('')).toString('base64')} ${behind}`,
      ),
  },
);
const document = fc.oneof(
  { weight: 12, arbitrary: text },
  { weight: 1, arbitrary: fc.array(text, { maxLength: 2 }) },
  { weight: 1, arbitrary: fc.tuple(text, text).map(([key, value]) => ({ [key]: value })) },
  { weight: 1, arbitrary: fc.constantFrom(4111111111111111, 14155550100, [4111111111111111, 1]) },
);

/** The bytes that two sets of guards show together and one of them alone hides; whether this was put to the test. */
function shownTogetherOnly(json: Buffer, alone: readonly Uint8Array[], together: Uint8Array): string {
  return json
    .map((byte, i) => (together[i] === 0 && alone.some((hidden) => hidden[i] === 1) ? byte : 0x20))
    .toString()
    .trim();
}

function addUp(values: readonly unknown[], one: readonly string[], other: readonly string[]): number {
  const each = [masksOf([one]), masksOf([other])];
  const both = masksOf([one, other]);
  let tested = 0;
  for (const value of values) {
    const json = Buffer.from(JSON.stringify(value));
    const alone = each.map((masks) => hiddenBytes(json, masks));
    const together = hiddenBytes(json, both);
    const more = shownTogetherOnly(json, alone, together);
    assert.equal(
      more,
      '',
      `shown together only, of ${json.toString()}\n${one.join(' ')}\n${other.join(' ')}`,
    );
    if (alone.every((hidden) => hidden.includes(1)) && together.includes(0, 1)) tested++;
  }
  return tested;
}

test('invariant 2, law: of a text, two guards together show no character that one of them alone hides', () => {
  let tested = 0;
  fc.assert(
    fc.property(fc.array(document, { minLength: 20, maxLength: 20 }), guard, guard, (values, one, other) => {
      tested += addUp(values, one, other);
    }),
    { numRuns: runs(60) },
  );
  assert.ok(tested > 15, `only ${tested} texts in which both guards hide something`);
});

const redacted = (mask: string): readonly string[] => [
  `{ fields: [f], detectors: [${mask}], method: redact }`,
];
const partly = (mask: string): readonly string[] => [
  `{ fields: [f], detectors: [${mask}], method: partial, keepLast: 4 }`,
];

test('invariant 2, law: nor where one finds what lies in, begins in or is what the other finds', () => {
  for (const [value, one, other] of [
    // A partly shown address holds a telephone number, and the other way round.
    ['to +41791234567@acme.com', partly('email'), redacted('phone')],
    ['to ana@415-555-0100.com', partly('email'), redacted('phone')],
    // A card that begins with a social security number.
    ['123-45-6789 0123 4567', redacted('us-ssn'), redacted('credit-card')],
    // A name that may be a person's or a place's.
    ['she met Lourdes there', partly('person-name'), redacted('place')],
    // The town belongs to the address, and is a place.
    ['at 12 Elm Road, Springfield', partly('street-address'), redacted('place')],
    // Partly shown both, from other ends.
    ['078-05-1120 4444', partly('us-ssn'), partly('digits-6, words')],
    // Of encoded text more is hidden than what is found first.
    [Buffer.from('Ana Ruiz ana.ruiz@acme.com').toString('base64'), partly('email'), redacted('person-name')],
  ] as const)
    addUp([value, { [value]: 1 }], one, other);
});

test('what two detectors find in one place, partly shown by both, stays partly shown', () => {
  const json = Buffer.from('"card4111111111111111x"');
  const masks = masksOf([partly('credit-card'), partly('all-digits')]);
  const hidden = hiddenBytes(json, masks);
  assert.equal(json.map((byte, i) => (hidden[i] === 1 ? 0x2e : byte)).toString(), '"card............1111x"');
});

/** Of fields by these names, which are delivered; and what the count of them says. */
function namesShown(names: readonly string[], masks: readonly MaskObligation[]) {
  const json = Buffer.from(JSON.stringify(Object.fromEntries(names.map((name) => [name, true]))));
  const { root } = readJson(json);
  assert.ok(root.kind === 'object');
  const splices = new Splices(json);
  const ledger = new MaskLedger();
  maskMembers(root, { json, plan: new MaskPlan(masks, keys), splices, ledger });
  return {
    delivered: Object.keys(JSON.parse(splices.apply().toString()) as object),
    told: ledger.tallies().map(({ field }) => field),
  };
}

test('invariant 2, law: of names of fields, two guards together show and tell none that one of them alone hides', () => {
  const [all, names] = [guardOf('all', 2), fc.uniqueArray(text, { minLength: 5, maxLength: 5 })];
  let tested = 0;
  fc.assert(
    fc.property(names, all, all, (drawn, one, other) => {
      const usual = drawn.filter((name) => name !== '' && !name.startsWith('$') && name !== '__proto__');
      const alone = [one, other].map((guard) => namesShown(usual, masksOf([guard])));
      const together = namesShown(usual, masksOf([one, other]));
      for (const name of usual) {
        const isFound = alone.some(
          ({ delivered, told }) => !delivered.includes(name) && !told.includes(name),
        );
        if (!alone.every(({ delivered }) => delivered.includes(name)))
          assert.ok(
            !together.delivered.includes(name),
            `"${name}" under ${one.join(' ')} and ${other.join(' ')}`,
          );
        if (isFound)
          assert.ok(
            !together.told.includes(name),
            `"${name}" told of ${one.join(' ')} and ${other.join(' ')}`,
          );
        if (isFound && alone.some(({ delivered }) => delivered.includes(name))) tested++;
      }
    }),
    { numRuns: runs(200) },
  );
  assert.ok(tested > 15, `only ${tested} names that one guard alone finds something in`);
});

test('a name in which one guard finds something is hidden beside whatever hides the value', () => {
  const found = '{ fields: all, detectors: [email, digits-6], method: redact }';
  for (const other of [
    '{ fields: all, method: redact }',
    '{ fields: all, method: drop }',
    '{ fields: all, detectors: [email, digits-6], method: partial, keepLast: 4 }',
  ])
    for (const name of ['ana@acme.com', 'x123456']) {
      const { delivered, told } = namesShown([name, 'email'], masksOf([[found], [other]]));
      assert.deepEqual(
        [delivered.includes(name), told.includes(name)],
        [false, false],
        `${name} by ${other}`,
      );
    }
});
