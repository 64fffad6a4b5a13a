// npm run bench -- language: how long an editor waits for the language of policies, in time of the processor.
import {
  analyse,
  complete,
  conditionTokens,
  diagnose,
  fixesFor,
  format,
  hover,
  LanguageMemory,
  lenses,
  type Surroundings,
} from '@vectorgate/policy-schema/language';
import { median } from './median.ts';
import { openYamlServer } from './peers/yaml-server.ts';

const kinds = ['allow', 'guard', 'mask', 'deny', 'when'] as const;

/** One rule, in block style as people write it. */
function rule(i: number): string {
  const collection = `customer-${Math.floor(i / kinds.length)}`;
  const head = [`- id: rule-${i}`];
  const where = `  resources: { connections: [insights], collections: [${collection}] }`;
  const who = `  principals: { groups: [team-${i % 40}] }`;
  switch (kinds[i % kinds.length]) {
    case 'allow':
      return [
        ...head,
        '  effect: allow',
        who,
        where,
        '  operations: [search, fetch]',
        '  limits: { topK: 50 }',
      ].join('\n');
    case 'guard':
      return [
        ...head,
        '  effect: guard',
        where,
        '  require:',
        '    filter:',
        '      tenant: { claim: tenant }',
      ].join('\n');
    case 'mask':
      return [
        ...head,
        '  effect: guard',
        where,
        '  mask:',
        '    - { fields: [email], method: partial, keepLast: 4 }',
        '    - { fields: [$document], detectors: [email, phone], method: redact }',
        '    - { fields: [$vector], method: drop }',
      ].join('\n');
    case 'deny':
      return [...head, '  effect: deny', where, '  principals: { groups: [contractors] }'].join('\n');
    default:
      return [
        ...head,
        '  effect: deny',
        who,
        where,
        '  when: identity.claims.tenant.startsWith("old-")',
      ].join('\n');
  }
}

const policy = (name: string, rules: number, written = rule): string =>
  `apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: ${name}, contact: "#bench" }\nspec:\n  rules:\n${Array.from(
    { length: rules },
    (_, i) => written(i).replace(/^/gm, '    '),
  ).join('\n\n')}\n`;

/** A condition under each effect: no more than four meet on one collection. */
const whenOf = (line: string): string =>
  `${line}\n      when: identity.claims.tenant.startsWith("old-") && !("auditors" in identity.groups) && target.collection.startsWith("c")`;

const issuers = [{ name: 'people', claims: { tenant: 'string' } as const }];
const catalogue = { connections: [{ name: 'insights', store: 'chroma', people: 'people' }], issuers };

/** Milliseconds of the processor that some work takes, the median of several times. */
function milliseconds(times: number, work: (round: number) => void): number {
  const taken = Array.from({ length: times }, (_, round) => {
    const from = process.cpuUsage();
    work(round);
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1000;
  });
  return median(taken);
}

/** What it costs to write the name of a collection, and of a field, where there are as many. */
function amongCollections(count: number): string {
  const fields = ['tenant', 'email', 'phone', 'level'].map((path) => ({ path, type: 'string' as const }));
  const collections = Array.from({ length: count }, (_, i) => ({ name: `customer-${i}`, fields }));
  const [connection] = catalogue.connections;
  const large = { ...catalogue, connections: [{ ...connection!, collections }] };
  const text = policy('bench', 200);
  const memory = new LanguageMemory();
  const around: Surroundings = { now: Date.now(), catalogue: large, files: [], memory };
  const of = (changed: string) => analyse({ path: 'bench.policy.yaml', text: changed }, around);
  const analysis = of(text);
  const collection = text.indexOf('customer-', text.length / 2) + 'customer-'.length;
  const field = text.indexOf('email', text.length / 2) + 2;
  const ms = [
    milliseconds(15, () => complete(analysis, collection)),
    milliseconds(15, () => complete(analysis, field)),
    milliseconds(9, (round) => diagnose(of(text.replace('team-0]', `team-${round + 41}]`)))),
  ];
  return `| ${count.toLocaleString('en')} | ${ms.map((one) => one.toFixed(1)).join(' | ')} |\n`;
}

/** What it costs to hold guards against each other, of which each is about the same collections and demands something of its own. */
function amongGuards(files: number, each: number): string {
  const guards = Array.from({ length: files }, (_, file) => ({
    path: `g${file}.policy.yaml`,
    text: policy(`g${file}`, each, (i) =>
      [
        `- id: guard-${i}`,
        '  effect: guard',
        '  resources: { collections: ["customer-*"] }',
        `  require: { filter: { tenant: [tenant-${file * each + i}, shared] } }`,
      ].join('\n'),
    ),
  }));
  const [{ path, text }, ...others] = guards as [(typeof guards)[number], ...typeof guards];
  const around: Surroundings = { now: Date.now(), catalogue, files: others, memory: new LanguageMemory() };
  const of = (changed: string) => diagnose(analyse({ path, text: changed }, around));
  of(text);
  const ms = milliseconds(5, (round) => of(text.replace('[tenant-0,', `[tenant-new-${round},`)));
  return `| ${(files * each).toLocaleString('en')} in ${files} | ${ms.toFixed(1)} |\n`;
}

/** A keystroke as people make it: a letter in a name, in a condition, a line more. */
const keystrokes: readonly ((text: string, round: number) => string)[] = [
  (text, round) => text.replace('team-0]', `team-${round + 41}]`),
  (text, round) => text.replace('"old-"', `"old-${round}"`),
  (text, round) => text.replace(/\n {4}- id: rule-7\n/, `${'\n'.repeat(round + 2)}    - id: rule-7\n`),
  (text, round) => text.replace('effect: guard', `effect: guar${'d'.repeat(round % 3)}`),
];

/** All that an editor shows unasked. */
function look(text: string, around: Surroundings): void {
  const analysis = analyse({ path: 'bench.policy.yaml', text }, around);
  for (const one of diagnose(analysis)) fixesFor(analysis, one);
  lenses(analysis);
  conditionTokens(analysis);
}

process.stdout.write(
  '| policies | bytes | everything shown, first | after a keystroke | the slowest kind of keystroke | without memory | completion | hover | lenses | format |\n',
);
process.stdout.write('|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n');
for (const [rules, others, conditions] of [
  [20, 0, false],
  [200, 0, false],
  [200, 0, true],
  [200, 9, false],
  [1000, 0, false],
] as const) {
  const text = conditions
    ? policy('bench', rules)
        .replace(/\n +when: .*/g, '')
        .replace(/^ {6}effect: .*$/gm, whenOf)
    : policy('bench', rules);
  const files = Array.from({ length: others }, (_, i) => ({
    path: `o${i}.policy.yaml`,
    text: policy(`o${i}`, rules),
  }));
  const fresh: Surroundings = { now: Date.now(), catalogue, files };
  const around: Surroundings = { ...fresh, memory: new LanguageMemory() };
  const first = milliseconds(1, () => look(text, around));
  const typed = keystrokes.map((press) => milliseconds(11, (round) => look(press(text, round), around)));
  const analysis = analyse({ path: 'bench.policy.yaml', text }, around);
  const middle = text.indexOf('topK', text.length / 2);
  const ms = [
    first,
    median(typed),
    Math.max(...typed),
    milliseconds(5, (round) => look(keystrokes[0]!(text, round), fresh)),
    milliseconds(15, () => complete(analysis, middle)),
    milliseconds(15, () => hover(analysis, middle)),
    milliseconds(15, () => lenses(analysis)),
    milliseconds(3, () => format('bench.policy.yaml', text)),
  ];
  const what = `${rules} rules${conditions ? ', each with a condition' : ''}${others === 0 ? '' : `, beside ${others} files as large`}`;
  process.stdout.write(`| ${what} | ${text.length} | ${ms.map((one) => one.toFixed(1)).join(' | ')} |\n`);
}

process.stdout.write(
  '\n| collections, beside 200 rules | completing one | completing a field | after a keystroke |\n|---|---:|---:|---:|\n',
);
for (const count of [100, 10_000]) process.stdout.write(amongCollections(count));

process.stdout.write('\n| guards of the same collections, files | after a keystroke |\n|---|---:|\n');
for (const [files, each] of [
  [1, 999],
  [20, 500],
] as const)
  process.stdout.write(amongGuards(files, each));

const peer = process.env.YAML_LANGUAGE_SERVER;
if (peer === undefined)
  process.stderr.write(
    'For yaml-language-server beside it: npm install --prefix FOLDER yaml-language-server, then YAML_LANGUAGE_SERVER=FOLDER.\n',
  );
else {
  const validate = await openYamlServer(peer);
  process.stdout.write('\n| yaml-language-server, by our JSON Schema | after a keystroke |\n|---|---:|\n');
  for (const rules of [20, 200, 1000]) {
    const text = policy('bench', rules);
    await validate(text);
    const taken: number[] = [];
    for (let round = 0; round < 11; round++) {
      const from = process.cpuUsage();
      await validate(keystrokes[0]!(text, round));
      const { user, system } = process.cpuUsage(from);
      taken.push((user + system) / 1000);
    }
    process.stdout.write(`| ${rules} rules | ${median(taken).toFixed(1)} |\n`);
  }
}
