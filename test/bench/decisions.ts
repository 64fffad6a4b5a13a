// npm run bench -- decisions: what one decision costs, its trace included, for policy sets of growing size.
import { decide, loadPolicies, type PolicyEnvironment, type PolicySet } from '@vectorgate/policy-schema';
import {
  buildInput,
  type CaseIdentity,
  type CaseOperation,
} from '../../policy-schema/src/testing/build-input.ts';

const collections = 100;
const teams = 50;
const environment: PolicyEnvironment = {
  connections: [{ name: 'insights', store: 'chroma', people: 'people' }],
  issuers: [{ name: 'people', claims: { tenant: 'string' } }],
  canApprove: false,
  unsupported: [],
};

/** Rules as flow mappings: four kinds in turn, for one team after the other, over the collections. */
function spread(rules: number): string[] {
  return Array.from({ length: rules }, (_, i) => {
    const kind = i % 4;
    const collection = `customer-${(i >> 2) % collections}`;
    const team = `team-${Math.floor(i / 4 / collections) % teams}`;
    const on = `resources: { connections: [insights], collections: [${collection}] }`;
    const who = `principals: { groups: [${team}] }`;
    switch (kind) {
      case 0:
        return `{ id: r${i}, effect: allow, ${who}, ${on}, operations: [search, fetch], limits: { topK: 50 } }`;
      case 1:
        return `{ id: r${i}, effect: guard, ${who}, ${on}, require: { filter: { tenant: { claim: tenant } } } }`;
      case 2:
        return `{ id: r${i}, effect: guard, ${who}, ${on}, mask: [{ fields: [email], method: redact }] }`;
      default:
        return `{ id: r${i}, effect: deny, ${who}, ${on}, operations: [delete] }`;
    }
  });
}

/** Rules on one collection; `who` tells the principals of the i-th. The first permits the caller. */
const crowd = (rules: number, who: (i: number) => string): string[] => [
  '{ id: first, effect: allow, principals: { groups: [team-0] }, resources: { collections: [customer-0] }, operations: [search] }',
  ...Array.from(
    { length: rules - 1 },
    (_, i) =>
      `{ id: r${i}, effect: guard, principals: { ${who(i)} }, resources: { collections: [customer-0] }, limits: { topK: 50 } }`,
  ),
];

function load(rules: readonly string[]): PolicySet {
  // As many documents as rules need: one has at most a thousand.
  const files = Array.from({ length: Math.ceil(rules.length / 500) }, (_, i) => ({
    path: `bench-${i}.policy.yaml`,
    text: `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: bench-${i}, contact: "#bench" }
spec:
  rules:
${rules
  .slice(i * 500, i * 500 + 500)
  .map((rule) => `    - ${rule}\n`)
  .join('')}`,
  }));
  const loaded = loadPolicies({ files, environment });
  if (loaded.ok) return loaded.set;
  throw new Error(
    loaded.problems
      .slice(0, 3)
      .map(({ line, message }) => `${line} ${message}`)
      .join('\n'),
  );
}

const groups = ['team-0', 'everybody', 'building-7', 'vpn', 'analysts'];
const identity: CaseIdentity = { groups, groupsComplete: true };
const search: CaseOperation = { topK: 10, targets: ['customer-0'] };

interface Row {
  readonly what: string;
  readonly effect: string;
  readonly steps: number;
  readonly p50: number;
  readonly p99: number;
}

function measure(what: string, set: PolicySet, who: CaseIdentity, operation: CaseOperation): Row {
  const input = buildInput(who, [operation]);
  const sample = decide(set, input);
  for (let i = 0; i < 20_000; i++) decide(set, input);
  const rounds = 50_000;
  const times = new Float64Array(rounds);
  for (let i = 0; i < rounds; i++) {
    const from = process.hrtime.bigint();
    decide(set, input);
    times[i] = Number(process.hrtime.bigint() - from) / 1000;
  }
  times.sort();
  return {
    what,
    effect: sample.effect,
    steps: sample.operations.reduce((sum, { trace }) => sum + trace.length, 0),
    p50: times[rounds * 0.5]!,
    p99: times[rounds * 0.99]!,
  };
}

const rows: Row[] = [];
for (const size of [10, 100, 1000, 10_000]) {
  const set = load(spread(size));
  rows.push(measure(`${size} rules over ${collections} collections`, set, identity, search));
  const stranger = { ...identity, groups: groups.slice(1) };
  rows.push(measure(`${size} rules, nobody may`, set, stranger, search));
}
const others = load(crowd(1000, (i) => `groups: [other-${i}]`));
rows.push(measure('1000 rules on one collection, 1 for the caller', others, identity, search));
const excepted = load(crowd(1000, (i) => `except: { groups: [team-0, other-${i}] }`));
rows.push(measure('1000 rules on one collection, all but for the caller', excepted, identity, search));
const binding = load(crowd(1000, (i) => `except: { groups: [other-${i}] }`));
rows.push(measure('1000 rules on one collection, all bind the caller', binding, identity, search));

process.stdout.write(`| rules | effect | trace steps | p50 µs | p99 µs |\n|---|---|---:|---:|---:|\n`);
for (const { what, effect, steps, p50, p99 } of rows)
  process.stdout.write(`| ${what} | ${effect} | ${steps} | ${p50.toFixed(2)} | ${p99.toFixed(2)} |\n`);
