// npm run bench -- what-if: recorded operations decided again under two policy sets, and the permission diff of these.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPolicies, type PolicyEnvironment, type PolicySet } from '@vectorgate/policy-schema';
import {
  permissionDiff,
  type RecordedAsk,
  type RecordedRequest,
  recordOperation,
  replay,
  writeRecordedLines,
} from '@vectorgate/policy-schema/analyse';
import { recordedFile } from '@vectorgate/policy-schema/cli';
import { buildOperation } from '../../policy-schema/src/testing/build-input.ts';

const requests = 1_000_000;
const teams = 40;
const collections = 100;
const environment: PolicyEnvironment = {
  connections: [{ name: 'insights', store: 'chroma', people: 'people' }],
  issuers: [{ name: 'people', claims: { tenant: 'string' } }],
  canApprove: false,
  unsupported: [],
};

/** Rules of four kinds in turn; `edited`: with a limit lowered, a mask changed and a deny added. */
function load(rules: number, edited: boolean): PolicySet {
  const lines = Array.from({ length: rules }, (_, i) => {
    const place = i >> 2;
    const on = `resources: { connections: [insights], collections: [customer-${place % collections}] }`;
    const who = `principals: { groups: [team-${place % teams}] }`;
    const isEdited = edited && place === 1;
    switch (i % 4) {
      case 0:
        return `{ id: r${i}, effect: allow, ${who}, ${on}, operations: [search, fetch], limits: { topK: ${isEdited ? 20 : 50} } }`;
      case 1:
        return `{ id: r${i}, effect: guard, ${who}, ${on}, require: { filter: { tenant: { claim: tenant } } } }`;
      case 2:
        return `{ id: r${i}, effect: guard, ${on}, mask: [{ fields: [email], method: ${isEdited ? 'hash' : 'redact'} }] }`;
      default:
        return `{ id: r${i}, effect: deny, ${who}, ${on}, operations: [${isEdited ? 'fetch' : 'delete'}] }`;
    }
  });
  const files = Array.from({ length: Math.ceil(lines.length / 500) }, (_, i) => ({
    path: `bench-${i}.policy.yaml`,
    text: `apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: bench-${i} }\nspec:\n  rules:\n${lines
      .slice(i * 500, i * 500 + 500)
      .map((line) => `    - ${line}\n`)
      .join('')}`,
  }));
  const loaded = loadPolicies({ files, environment });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems[0]));
  return loaded.set;
}

/** What somebody asks; each number is another person, place and top-k. */
const ask = (i: number): RecordedAsk => {
  const place = i % collections;
  return {
    connection: 'insights',
    people: 'people',
    who: {
      issuer: 'people',
      kind: 'person',
      // With the 900 ways of the other numbers no two of a million are alike.
      subject: `person-${i % 1499}`,
      groups: ['everybody', `team-${place % teams}`],
      groupsComplete: true,
      claims: { tenant: 'acme' },
    },
    operations: [
      recordOperation(
        buildOperation({
          classes: [i % 3 === 0 ? 'fetch' : 'search'],
          targets: [`customer-${place}`],
          topK: 1 + (i % 45),
        }),
      ),
    ],
    decision: { effect: 'allow' },
  };
};

function* recorded(different: number): Generator<RecordedRequest> {
  const asks = Array.from({ length: different < requests ? different : 0 }, (_, i) => ask(i));
  for (let i = 0; i < requests; i++) {
    const own = asks[i % different] ?? ask(i);
    const session = `session-${i % 997}`;
    yield { id: `01JD8Z6Q4MX3V7H2K9RB${i % 997}`, session, time: 1_795_000_000_000 + i, ask: own };
  }
}

async function measured(name: string, work: () => Promise<number>): Promise<void> {
  const [from, cpu] = [performance.now(), process.cpuUsage()];
  const differing = await work();
  const { user, system } = process.cpuUsage(cpu);
  const [wall, busy] = [(performance.now() - from) / 1000, (user + system) / 1e6];
  const perSecond = Math.round(requests / busy).toLocaleString('en');
  process.stdout.write(
    `${name.padEnd(44)}${wall.toFixed(1).padStart(6)} s  CPU ${busy.toFixed(1).padStart(5)} s  ${perSecond.padStart(10)} per second of CPU  ${differing.toLocaleString('en')} differ\n`,
  );
}

const [base, head] = [load(200, false), load(200, true)];
process.stdout.write(`${requests.toLocaleString('en')} recorded requests, 200 rules, two policy sets\n`);
for (const different of [5_000, 100_000, requests]) {
  const name =
    different === requests ? 'no two of them alike' : `${different.toLocaleString('en')} different ones`;
  await measured(name, async () => (await replay(recorded(different), { base, head })).differing);
}
await measured(
  '5,000 different ones, against the record',
  async () => (await replay(recorded(5_000), { head })).differing,
);

const folder = await mkdtemp(join(tmpdir(), 'vectorgate-bench-'));
try {
  const file = join(folder, 'recorded.jsonl');
  for (const different of [5_000, requests]) {
    await writeFile(file, writeRecordedLines(recorded(different)));
    const name =
      different === requests
        ? 'no two of them alike, out of a file'
        : `${different.toLocaleString('en')} different ones, out of a file`;
    await measured(name, async () => (await replay(recordedFile(file), { base, head })).differing);
  }
} finally {
  await rm(folder, { recursive: true });
}

process.stdout.write('\npermission diff, three rules of these changed\n');
for (const rules of [20, 200, 1_000, 5_000]) {
  const sets = [load(rules, false), load(rules, true)] as const;
  const from = process.cpuUsage();
  const { rows } = permissionDiff(...sets, { environment, now: Date.now() });
  const { user, system } = process.cpuUsage(from);
  process.stdout.write(
    `${rules.toLocaleString('en').padStart(7)} rules  CPU ${((user + system) / 1000).toFixed(0).padStart(6)} ms  ${rows.length} rows\n`,
  );
}
