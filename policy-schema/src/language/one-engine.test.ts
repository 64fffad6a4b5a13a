import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadPolicies } from '../compile/load-policies.ts';
import { analyseTest, testPath } from '../testing/language-document.ts';
import { mutateText, seeded } from '../testing/mutate-text.ts';
import { diagnose } from './index.ts';

const folder = new URL('../../testdata/schema/', import.meta.url);
const examples = ['valid', 'invalid'].flatMap((kind) =>
  readdirSync(new URL(`${kind}/`, folder))
    .filter((name) => !name.endsWith('.problems'))
    .map((name) => readFileSync(new URL(`${kind}/${name}`, folder), 'utf8')),
);
const valid = readdirSync(new URL('valid/', folder)).length;
const errors = (text: string): string[] =>
  diagnose(analyseTest(text, { catalogue: undefined }))
    .filter(({ severity }) => severity === 'error')
    .map(({ code, start, end }) => `${code} ${start}–${end}`);
const load = (text: string) => loadPolicies({ files: [{ path: testPath, text }] });

test('invariant 9: what keeps a file from loading is told in the editor by the same code', () => {
  for (const text of examples) {
    const loaded = load(text);
    const told = new Set(errors(text).map((one) => one.split(' ')[0]));
    const codes = loaded.ok ? [] : loaded.problems.map(({ code }) => code);
    const isYaml = codes.some((code) => code.startsWith('yaml-'));
    for (const code of codes) assert.ok(told.has(code), `${code}\n${text}`);
    // Where YAML is broken the editor goes on with the rest, which the gateway does not look at.
    if (!isYaml) assert.deepEqual([...told].sort(), [...new Set(codes)].sort());
  }
});

test('invariant 9: an editor shows no error exactly where the gateway loads', () => {
  const random = seeded(9);
  const seen = { loads: 0, not: 0 };
  for (let run = 0; run < (process.env.VECTORGATE_TEST_DEEP === '1' ? 50_000 : 2_000); run++) {
    // Valid ones in turn with all: of what is broken already little loads.
    const from = run % 2 === 0 ? examples.slice(0, valid) : examples;
    const text = mutateText(from[run % from.length]!, random, 1);
    const { ok } = load(text);
    seen[ok ? 'loads' : 'not']++;
    assert.equal(errors(text).length === 0, ok, `${errors(text).join('\n')}\n${JSON.stringify(text)}`);
  }
  assert.ok(seen.loads > 20 && seen.not > 500, JSON.stringify(seen));
});
