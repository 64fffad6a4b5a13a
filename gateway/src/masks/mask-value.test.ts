import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MaskObligation } from '@vectorgate/policy-schema';
import fc from 'fast-check';
import { readJson } from '../json/read-json.ts';
import { Splices } from '../json/splices.ts';
import { MaskLedger } from './mask-ledger.ts';
import { MaskPlan } from './mask-plan.ts';
import { maskValue } from './mask-value.ts';

const rule = { policy: 'p', rule: 'r', file: 'f', line: 1 };
const detectors = ['email', 'phone', 'credit-card', 'iban', 'us-ssn', 'ip'] as const;

function mask(
  json: string,
  obligation: Pick<MaskObligation, 'method'> & Partial<MaskObligation>,
): { text: string; same: boolean; tallies: unknown } {
  const bytes = Buffer.from(json);
  const { root } = readJson(bytes);
  const plan = new MaskPlan([{ fields: { paths: ['f'] }, filterable: false, rule, ...obligation }], {
    hash: new Uint8Array(32),
    token: new Uint8Array(32).fill(1),
  });
  const splices = new Splices(bytes);
  const ledger = new MaskLedger();
  maskValue(bytes, root, { field: 'f', mask: plan.of('f')!, plan, splices, ledger });
  const result = splices.apply();
  return { text: result.toString(), same: result === bytes, tallies: ledger.tallies() };
}

test('whole values, by method and type', () => {
  const table: readonly (readonly [
    string,
    Pick<MaskObligation, 'method'> & Partial<MaskObligation>,
    string,
  ])[] = [
    ['"ana.ruiz@acme.com"', { method: 'redact' }, '"«redacted»"'],
    ['"ana.ruiz@acme.com"', { method: 'partial', keepLast: 4 }, '"•••••••••••••.com"'],
    ['"\\u0061na.ruiz@acme.\\"om"', { method: 'partial', keepLast: 3 }, '"••••••••••••••\\"om"'],
    ['"x"', { method: 'nullify' }, 'null'],
    ['12345', { method: 'partial', keepLast: 1 }, 'null'],
    ['12345', { method: 'redact' }, 'null'],
    ['12345', { method: 'hash' }, 'null'],
    ['true', { method: 'redact' }, 'null'],
    ['null', { method: 'redact' }, 'null'],
    ['["a","b"]', { method: 'redact' }, '["«redacted»"]'],
    ['["abcdef","ghijkl"]', { method: 'partial', keepFirst: 2 }, '["ab••••","gh••••"]'],
    ['[1,2]', { method: 'redact' }, 'null'],
    ['["a",1]', { method: 'hash' }, 'null'],
    ['12345', { method: 'tokenize' }, 'null'],
    ['[1,2]', { method: 'tokenize' }, 'null'],
    ['true', { method: 'tokenize' }, 'null'],
    ['["a",1]', { method: 'tokenize' }, 'null'],
    ['{"a":"b"}', { method: 'tokenize' }, 'null'],
    ['null', { method: 'tokenize' }, 'null'],
    ['{"#type":"sparse_vector","indices":[1],"values":[0.5]}', { method: 'hash' }, 'null'],
  ];
  for (const [json, obligation, expected] of table)
    assert.equal(mask(json, obligation).text, expected, `${json} ${obligation.method}`);
  assert.match(mask('"x"', { method: 'hash' }).text, /^"«hash:[0-9a-f]{16}»"$/);
  assert.match(mask('"x"', { method: 'tokenize' }).text, /^"«token:[0-9a-f]{32}»"$/);
  assert.match(
    mask('["x","y"]', { method: 'tokenize' }).text,
    /^\["«token:[0-9a-f]{32}»","«token:[0-9a-f]{32}»"\]$/,
  );
});

test('what detectors find is hidden by mark, and escapes hide nothing', () => {
  const inText = { method: 'redact', detectors } as const;
  for (const [json, expected] of [
    ['"mail ana@acme.com\\nnow"', '"mail «email»\\nnow"'],
    ['"mail ana\\u0040acme.com \\/ \\u00e9"', '"mail «email» \\/ \\u00e9"'],
    ['"\\u0061na@acme.com"', '"«email»"'],
    [
      '"\\ud83d\\ude00 4111\\u00201111 1111 1111 \\ud83d\\ude00"',
      '"\\ud83d\\ude00 «credit-card» \\ud83d\\ude00"',
    ],
    ['["ana@acme.com","plain"]', '["«email»","plain"]'],
    ['4111111111111111', 'null'],
    ['4111111111111111.0', 'null'],
    ['4.111111111111111e15', 'null'],
    ['[1,4111111111111111]', 'null'],
    [
      '{"tokens":["ana@acme.com"],"values":[0.4111111111111111]}',
      '{"tokens":["«email»"],"values":[0.4111111111111111]}',
    ],
  ]) {
    assert.equal(mask(json!, inText).text, expected, json);
  }
  assert.deepEqual(mask('"a@b.cc, c@d.ee, +41 79 123 45 67"', inText).tallies, [
    { field: 'f', method: 'redact', found: ['email', 'phone'], count: 3 },
  ]);
  assert.equal(
    mask('"to ana.ruiz@acme.com"', { method: 'partial', keepLast: 4, detectors: ['email'] }).text,
    '"to •••••••••••••.com"',
  );
});

test('without a hit the buffer is the identical one; with hits only they differ', () => {
  const filler = fc.constantFrom(
    '18446744073709551615',
    '1.0',
    '-0',
    '1e400',
    '"\\u00e9\\/\\n"',
    '"\\ud83d\\ude00"',
    'null',
    '" é "',
    '{"z":1,"a":2.50}',
  );
  const personal = fc.constantFrom(
    'ana@acme.com',
    'ana\\u0040acme.com',
    '4111 1111 1111 1111',
    'DE89370400440532013000',
    '078-05-1120',
    '10.20.30.40',
  );
  const piece = fc.oneof(
    filler.map((json) => ({ json, expected: json, hit: false })),
    personal.map((text) => ({ json: `"\\t${text}\\\\"`, expected: '"\\t§\\\\"', hit: true })),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      // Objects in a list: numbers of an object are left alone, so every filler must come through to the byte.
      const json = `[${pieces.map(({ json: value }) => `{"k":${value}}`).join(' , ')}]`;
      const { text, same } = mask(json, { method: 'redact', detectors });
      assert.equal(same, !pieces.some(({ hit }) => hit));
      assert.equal(
        text.replace(/«[a-z-]+»/g, '§'),
        `[${pieces.map(({ expected }) => `{"k":${expected}}`).join(' , ')}]`,
      );
    }),
  );
});
