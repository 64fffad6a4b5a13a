// npm run bench -- language: how long an editor waits for the language of policies, in time of the processor.
import {
  analyse,
  complete,
  diagnose,
  format,
  hover,
  LanguageMemory,
  lenses,
  type Surroundings,
} from '@vectorgate/policy-schema/language';
import { median } from './median.ts';

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

const policy = (name: string, rules: number): string =>
  `apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: ${name}, contact: "#bench" }\nspec:\n  rules:\n${Array.from(
    { length: rules },
    (_, i) => rule(i).replace(/^/gm, '    '),
  ).join('\n\n')}\n`;

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
  const { parse } = new ParseCache();
  const around: Surroundings = { now: Date.now(), catalogue: large, files: [], parse };
  const look = (changed: string) => analyse({ path: 'bench.policy.yaml', text: changed }, around);
  const analysis = look(text);
  const collection = text.indexOf('customer-', text.length / 2) + 'customer-'.length;
  const field = text.indexOf('email', text.length / 2) + 2;
  const ms = [
    milliseconds(15, () => complete(analysis, collection)),
    milliseconds(15, () => complete(analysis, field)),
    milliseconds(9, (round) => diagnose(look(text.replace('team-0]', `team-${round + 41}]`)))),
  ];
  return `| ${count.toLocaleString('en')} | ${ms.map((one) => one.toFixed(1)).join(' | ')} |\n`;
}

process.stdout.write(
  '| policies | bytes | diagnostics, first | after a keystroke | completion | hover | lenses | format |\n',
);
process.stdout.write('|---|---:|---:|---:|---:|---:|---:|---:|\n');
for (const [rules, others] of [
  [20, 0],
  [200, 0],
  [200, 9],
  [1000, 0],
] as const) {
  const text = policy('bench', rules);
  const files = Array.from({ length: others }, (_, i) => ({
    path: `o${i}.policy.yaml`,
    text: policy(`o${i}`, rules),
  }));
  const memory = new LanguageMemory();
  const around: Surroundings = { now: Date.now(), catalogue, files, memory };
  const look = (changed: string) => diagnose(analyse({ path: 'bench.policy.yaml', text: changed }, around));
  const first = milliseconds(1, () => look(text));
  const typed = milliseconds(15, (round) => look(text.replace('team-0]', `team-${round + 41}]`)));
  const analysis = analyse({ path: 'bench.policy.yaml', text }, around);
  const middle = text.indexOf('topK', text.length / 2);
  const ms = [
    first,
    typed,
    milliseconds(15, () => complete(analysis, middle)),
    milliseconds(15, () => hover(analysis, middle)),
    milliseconds(15, () => lenses(analysis)),
    milliseconds(3, () => format('bench.policy.yaml', text)),
  ];
  const what = `${rules} rules${others === 0 ? '' : `, beside ${others} files as large`}`;
  process.stdout.write(`| ${what} | ${text.length} | ${ms.map((one) => one.toFixed(1)).join(' | ')} |\n`);
}

process.stdout.write(
  '\n| collections, beside 200 rules | completing one | completing a field | after a keystroke |\n|---|---:|---:|---:|\n',
);
for (const count of [100, 10_000]) process.stdout.write(amongCollections(count));
