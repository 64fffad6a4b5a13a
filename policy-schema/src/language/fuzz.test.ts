import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { analyseTest, testNow, testPath } from '../testing/language-document.ts';
import { mutateText, seeded } from '../testing/mutate-text.ts';
import {
  analyse,
  applyChanges,
  complete,
  conditionTokens,
  diagnose,
  fixesFor,
  folds,
  format,
  hover,
  lenses,
  namedAt,
  selections,
  symbols,
} from './index.ts';

const examples = new URL('../../testdata/schema/', import.meta.url);
const texts = ['valid', 'invalid'].flatMap((kind) =>
  readdirSync(new URL(`${kind}/`, examples))
    .filter((name) => !name.endsWith('.problems'))
    .map((name) => readFileSync(new URL(`${kind}/${name}`, examples), 'utf8')),
);
const deep = process.env.VECTORGATE_TEST_DEEP === '1';

/** Seconds of the processor's time, however busy the machine is. */
const seconds = (): number => process.cpuUsage().user / 1_000_000;
/** What stands in for "for ever". */
const tooLong = 20;

/** Asks for everything there is to ask of a document at one place. */
function askAll(text: string, random: () => number): void {
  const analysis = analyseTest(text);
  const offset = Math.floor(random() * (text.length + 1));
  const diagnostics = diagnose(analysis);
  for (const { start, end, code, message, remedy } of diagnostics) {
    assert.ok(start >= 0 && start <= end && end <= text.length, `${code} ${start}–${end} of ${text.length}`);
    assert.ok(message.endsWith('.') && /[.?]$/.test(remedy), `${message} | ${remedy}`);
  }
  const chosen = diagnostics[Math.floor(random() * diagnostics.length)];
  for (const { changes } of chosen === undefined ? [] : fixesFor(analysis, chosen)) {
    for (const { start, end } of changes) assert.ok(start >= 0 && start <= end && end <= text.length);
    applyChanges(text, changes);
  }
  for (const { start, end } of complete(analysis, offset)) assert.ok(start <= end && end <= text.length);
  hover(analysis, offset);
  namedAt(analysis, offset);
  for (const { start, end } of selections(analysis, offset)) assert.ok(start <= end && end <= text.length);
  for (const { start, end } of conditionTokens(analysis)) assert.ok(start < end && end <= text.length);
  symbols(analysis);
  folds(analysis);
  lenses(analysis);
}

test(`${deep ? '100,000' : '10,000'} broken documents: an answer for each, in time`, () => {
  const random = seeded(20261129);
  const found = new Set<string>();
  for (let run = 0; run < (deep ? 100_000 : 5_000); run++) {
    const text = mutateText(texts[run % texts.length]!, random);
    const started = seconds();
    try {
      askAll(text, random);
    } catch (cause) {
      throw new Error(`run ${run}: ${JSON.stringify(text)}`, { cause });
    }
    assert.ok(seconds() - started < tooLong, `run ${run} took too long: ${JSON.stringify(text)}`);
    if (run < 1000) for (const { code } of diagnose(analyseTest(text))) found.add(code);
  }
  assert.ok(found.size > 40, [...found].join(' '));
});

test('formatting twice is formatting once, and whatever is formatted means the same', () => {
  const random = seeded(7);
  let formatted = 0;
  for (let run = 0; run < (deep ? 20_000 : 2_000); run++) {
    const text = run < texts.length ? texts[run]! : mutateText(texts[run % texts.length]!, random);
    const once = format(testPath, text);
    if (!once.ok) continue;
    formatted++;
    assert.deepEqual(format(testPath, once.text), once, JSON.stringify(text));
  }
  assert.ok(formatted > 200);
});

/** Texts that are small for what they make a reader do. */
const hostile: readonly (readonly [name: string, text: string])[] = [
  ['brackets', '['.repeat(30_000)],
  ['braces', '{a: '.repeat(10_000)],
  ['lists in lists', '- '.repeat(20_000)],
  ['questions', '? '.repeat(20_000)],
  ['one key, again and again', 'k: 1\n'.repeat(20_000)],
  ['many keys', Array.from({ length: 20_000 }, (_, i) => `k${i}: 1\n`).join('')],
  ['many documents', '---\n'.repeat(5_000)],
  [
    'aliases of aliases',
    `a0: &a0 [x]\n${Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`).join('')}`,
  ],
  ['an alias within itself', 'spec: &s\n  rules: &r [*s, *r]\n'],
  ['nothing but blanks', ' '.repeat(500_000)],
  ['nothing but zeros', '\0'.repeat(500_000)],
  ['binary junk', String.fromCharCode(...Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 65_536))],
  ['ten megabytes', `spec:\n  rules:\n${'    - { id: a, effect: deny }\n'.repeat(340_000)}`],
  [
    `${deep ? 'ten' : 'two'} thousand rules`,
    `apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: many }\nspec:\n  rules:\n${Array.from({ length: deep ? 10_000 : 2_000 }, (_, i) => `    - { id: r${i}, effect: deny, resources: { collections: [c${i}] } }\n`).join('')}`,
  ],
  ['ten megabytes of JSON', `{ "spec": { "rules": [${'{ "id": "a", "effect": "deny" },'.repeat(330_000)}`],
  ['a quote that never ends', `a: "${'x\n'.repeat(100_000)}`],
  ['carriage returns', 'a: b\r'.repeat(50_000)],
];

for (const [name, text] of hostile) {
  test(`a diagnostic, and no waiting: ${name}`, () => {
    const started = seconds();
    const path = text.startsWith('{ "') ? 'test.policy.json' : testPath;
    const analysis = analyse({ path, text }, { files: [], now: testNow });
    assert.ok(diagnose(analysis).length > 0);
    complete(analysis, Math.floor(text.length / 2));
    hover(analysis, Math.floor(text.length / 2));
    format(path, text);
    assert.ok(seconds() - started < tooLong);
  });
}
