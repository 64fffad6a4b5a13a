import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadPolicies, type MaskObligation } from '@vectorgate/policy-schema';
import fc from 'fast-check';
import { readJson } from '../json/read-json.ts';
import { Splices } from '../json/splices.ts';
import { MaskLedger } from './mask-ledger.ts';
import { MaskPlan } from './mask-plan.ts';
import { maskPlainText } from './mask-text.ts';
import { maskValue } from './mask-value.ts';
import { PatternBudget, patternLimits } from './patterns/pattern-budget.ts';

const keys = { hash: new Uint8Array(32), token: new Uint8Array(32).fill(1) };
const patterns = `
    - { name: employee-id, pattern: 'E-\\d{6}' }
    - { name: digits-6, pattern: '\\b\\d{6}\\b' }
    - { name: project, pattern: 'projekt *[a-zäöü]+', ignoreCase: true }
    - { name: a-b, pattern: 'a+b' }
    - { name: word, pattern: '\\w' }
`;

/** Masks as the policy language compiles them. */
function masks(...entries: string[]): readonly MaskObligation[] {
  const text = `apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: p }\nspec:\n  patterns:${patterns}  rules:\n    - { id: r, effect: guard, mask: [${entries.join(', ')}] }\n`;
  const loaded = loadPolicies({ files: [{ path: 'p', text }] });
  assert.ok(loaded.ok, JSON.stringify(loaded));
  return loaded.set.rules[0]!.masks;
}
const one = (detectors: string, method = 'redact'): readonly MaskObligation[] =>
  masks(`{ fields: [f], detectors: [${detectors}], method: ${method} }`);

const ids = one('employee-id');

function hide(
  json: string,
  of: readonly MaskObligation[],
  budget?: PatternBudget,
): { text: string; same: boolean; tallies: unknown } {
  const bytes = Buffer.from(json);
  const plan = new MaskPlan(of, keys, budget);
  const splices = new Splices(bytes);
  const ledger = new MaskLedger();
  maskValue(bytes, readJson(bytes).root, { field: 'f', mask: plan.of('f')!, plan, splices, ledger });
  const result = splices.apply();
  return { text: result.toString(), same: result === bytes, tallies: ledger.tallies() };
}

test('what a pattern matches is hidden by its name, and no escape hides it', () => {
  for (const [json, expected] of [
    ['"of E-123456, E-12345 and e-123456"', '"of «pattern:employee-id», E-12345 and e-123456"'],
    ['"\\u0045-\\u0031\\u00323456\\/"', '"«pattern:employee-id»\\/"'],
    [
      '"é😀 E-123456 \\ud83d\\ude00 E-654321 漢"',
      '"é😀 «pattern:employee-id» \\ud83d\\ude00 «pattern:employee-id» 漢"',
    ],
    ['["E-123456","x"]', '["«pattern:employee-id»","x"]'],
    ['{"a":{"b":"E-123456"}}', '{"a":{"b":"«pattern:employee-id»"}}'],
    ['{"a":{"E-123456":1}}', '{"a":null}'],
    ['{"\\u0045-123456":"x"}', 'null'],
    ['true', 'true'],
  ] as const)
    assert.equal(hide(json, ids).text, expected, json);
  assert.equal(hide('"Der PROJEKT Ähre ist"', one('project')).text, '"Der «pattern:project» ist"');
  assert.deepEqual(hide('"E-123456 E-123456 a@b.cc"', one('employee-id, email')).tallies, [
    { field: 'f', method: 'redact', found: ['email', 'employee-id'], count: 3 },
  ]);
  assert.ok(hide('"nothing \\u0041 é"', ids).same);
});

test('nor does another way of writing it: references, markup, characters of no width, encodings', () => {
  const base64 = Buffer.from('our colleague E-123456 said so').toString('base64');
  for (const [json, expected] of [
    ['"of E-12&#51;456, said"', '"of «pattern:employee-id», said"'],
    ['"of E-12\u200b3456."', '"of «pattern:employee-id»."'],
    ['"of <b>E-</b>123456"', '"of <b>«pattern:employee-id»"'],
    [`"file ${base64} end"`, '"file «pattern:employee-id» end"'],
  ] as const)
    assert.equal(hide(json, one('employee-id')).text, expected, json);
  const partly = masks('{ fields: [f], detectors: [employee-id], method: partial, keepLast: 2 }');
  assert.equal(hide(`"${base64}"`, partly).text, '"«pattern:employee-id»"');
});

test('however a text is spelled in JSON, exactly what the pattern matches is replaced', () => {
  const piece = fc.constantFrom(
    'E-123456',
    'E-',
    '12345',
    '6',
    'E-1234567',
    'é',
    '😀',
    '漢',
    '"',
    '/',
    ' ',
    'x',
  );
  // Every UTF-16 unit as itself or as an escape; quotes always escaped.
  const unit = (code: string, escaped: boolean): string =>
    escaped ? `\\u${code.charCodeAt(0).toString(16).padStart(4, '0')}` : JSON.stringify(code).slice(1, -1);
  let hits = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), fc.infiniteStream(fc.boolean()), (pieces, spelling) => {
      const text = pieces.join('');
      let json = '';
      for (const character of text) {
        const escaped = spelling.next().value === true;
        json +=
          escaped || character.length === 1
            ? character
                .split('')
                .map((c) => unit(c, escaped))
                .join('')
            : character;
      }
      const expected = text.replace(/E-[0-9]{6}/g, '«pattern:employee-id»');
      const { text: result, same } = hide(`"${json}"`, ids);
      hits += same ? 0 : 1;
      assert.equal(same, expected === text);
      assert.equal(JSON.parse(result), expected);
    }),
    { numRuns: 500 },
  );
  assert.ok(hits > 50);
});

test('numbers are matched as text, however they are written', () => {
  const six = one('digits-6');
  for (const number of [
    '123456',
    '-123456',
    '1.23456e5',
    '123456.0',
    '12345600e-2',
    '[1,123456]',
    '[0.5,1.23456E+5]',
  ])
    assert.equal(hide(number, six).text, 'null', number);
  for (const number of ['12345', '1234567', '12.3456e2', '0.1234567', '[1,2.5]', '1e400'])
    assert.ok(hide(number, six).same, number);
  assert.deepEqual(hide('123456', six).tallies, [
    { field: 'f', method: 'nullify', found: ['digits-6'], count: 1 },
  ]);
});

test('every method fits a pattern, and a token of a piece is the token of the same whole value', () => {
  const piece = hide('"is E-123456."', one('employee-id', 'tokenize')).text;
  const whole = hide('"E-123456"', masks('{ fields: [f], method: tokenize }')).text;
  assert.equal(piece, `"is ${whole.slice(1, -1)}."`);
  assert.match(hide('"is E-123456"', one('employee-id', 'hash')).text, /^"is «hash:[0-9a-f]{16}»"$/);
  assert.equal(
    hide('"is E-123456"', masks('{ fields: [f], detectors: [employee-id], method: partial, keepLast: 2 }'))
      .text,
    '"is ••••••56"',
  );
});

test('what overlaps is one finding, under the longest name; redacted where two ways meet', () => {
  assert.equal(hide('"E-123456@acme.com"', one('employee-id, email, digits-6')).text, '"«email»"');
  const two = masks(
    '{ fields: [f], detectors: [employee-id], method: tokenize }',
    '{ fields: [f], detectors: [digits-6], method: hash }',
  );
  assert.equal(hide('"E-123456"', two).text, '"«pattern:employee-id»"');
  assert.deepEqual(hide('"E-123456"', [...two].reverse()), hide('"E-123456"', two));
  assert.match(hide('"123456 E-123456"', two).text, /^"«hash:[0-9a-f]{16}» «pattern:employee-id»"$/);
});

test('invariant 3: past a bound the whole text is hidden: its length, its findings, the answer’s time', () => {
  const all = (length: number): string => `"${'x'.repeat(length - 8)}E-123456"`;
  // What was to be looked for is told: it may have been there.
  const unread = (...sought: readonly string[]) => ({
    text: '"«redacted»"',
    same: false,
    tallies: [{ field: 'f', method: 'redact', sought, count: 1 }],
  });
  assert.deepEqual(
    hide(all(patternLimits.textBytes + 1), one('email, employee-id')),
    unread('email', 'employee-id'),
  );
  assert.match(hide(all(patternLimits.textBytes), one('employee-id')).text, /x«pattern:employee-id»"$/);
  // Without a pattern there is no bound.
  assert.ok(hide(all(patternLimits.textBytes + 1), one('email')).same);

  const words = (count: number): string => `"${'a '.repeat(count)}"`;
  assert.deepEqual(hide(words(patternLimits.findings + 1), one('word')), unread('word'));
  assert.equal(
    hide(words(patternLimits.findings), one('word')).text.match(/«pattern:word»/g)?.length,
    patternLimits.findings,
  );

  // A clock on which every look costs 1 ms: some texts are looked through, the rest is hidden.
  let now = 0;
  const slow = new PatternBudget(() => now++);
  const list = `[${Array.from({ length: patternLimits.milliseconds + 1 }, () => '"x"').join()}]`;
  const items = JSON.parse(hide(list, one('employee-id'), slow).text) as string[];
  assert.equal(items[0], 'x');
  assert.equal(items.at(-1), '«redacted»');
  assert.deepEqual(hide('123456', one('digits-6'), slow), {
    text: 'null',
    same: false,
    tallies: [{ field: 'f', method: 'nullify', sought: ['digits-6'], count: 1 }],
  });
  assert.equal(hide('7', one('digits-6'), slow).text, 'null');
  assert.equal(
    maskPlainText('x', new MaskPlan(one('employee-id'), keys, slow), new MaskLedger(), 'error'),
    undefined,
  );
});

test('a text that belongs to no field is looked through for all patterns', () => {
  const plan = new MaskPlan([...one('employee-id', 'hash'), ...one('email', 'tokenize')], keys);
  const ledger = new MaskLedger();
  assert.equal(
    maskPlainText('E-123456 or a@b.cc', plan, ledger, 'error'),
    '«pattern:employee-id» or «email»',
  );
  assert.deepEqual(ledger.tallies(), [
    { field: 'error', method: 'redact', found: ['email', 'employee-id'], count: 2 },
  ]);
});
