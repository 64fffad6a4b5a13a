import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { askAll } from '../testing/ask-all.ts';
import { analyseTest, testFile, testNow, testPath } from '../testing/language-document.ts';
import { manyRules } from '../testing/many-rules.ts';
import { mutateText, seeded } from '../testing/mutate-text.ts';
import {
  analyse,
  complete,
  diagnose,
  format,
  hover,
  type Surroundings,
  type Traffic,
  trafficKey,
} from './index.ts';

const examples = new URL('../../testdata/schema/', import.meta.url);
const ofSchema = ['valid', 'invalid'].flatMap((kind) =>
  readdirSync(new URL(`${kind}/`, examples))
    .filter((name) => !name.endsWith('.problems'))
    .map((name) => readFileSync(new URL(`${kind}/${name}`, examples), 'utf8')),
);
const pick = seeded(3);
/** The schema's examples, each with something wrong, and sound rules, of which there is more to say. */
const texts = [
  ...ofSchema,
  ...Array.from({ length: 20 }, () => manyRules(4, (below) => Math.floor(pick() * below))),
];
const deep = process.env.VECTORGATE_TEST_DEEP === '1';

/** Seconds of the processor's time, however busy the machine is. */
const seconds = (): number => process.cpuUsage().user / 1_000_000;
/** What stands in for "for ever". */
const tooLong = 20;

/** What recorded operations may say of rules: of each second one that nothing met it. */
const counted: Traffic = {
  over: 'in 7 days',
  read: testNow - 60_000,
  rules: new Map(
    texts
      .flatMap((text) => analyseTest(text).places)
      .map(({ compiled }, i) => [
        trafficKey(compiled.reference),
        { matched: (i % 2) * 12, refused: (i % 3) * 4 },
      ]),
  ),
};
/** Rules of another file, which those of a document meet. */
const files = [
  testFile(
    'beside.policy.yaml',
    `- { id: d, effect: deny, resources: { collections: ["customer-*", "b*"] } }
- { id: g, effect: guard, require: { filter: { tenant: [acme] } }, mask: [{ fields: all, method: redact }] }
`,
  ),
];
const arounds: readonly Partial<Surroundings>[] = [
  {},
  { traffic: counted },
  { traffic: 'records cannot be read', files },
  { traffic: counted, files },
];

const documents = deep ? 100_000 : 3_000;
test(`${documents.toLocaleString('en')} broken documents: an answer for each, in time`, () => {
  const random = seeded(20261129);
  const below = (limit: number): number => Math.floor(random() * limit);
  const found = new Set<string>();
  for (let run = 0; run < documents; run++) {
    const text = mutateText(texts[run % texts.length]!, random);
    const started = seconds();
    try {
      askAll(analyseTest(text, arounds[below(4)]), random);
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
