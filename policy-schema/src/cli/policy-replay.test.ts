import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { recordOperation } from '../analyse/replay/record-operation.ts';
import type { RecordedAsk, RecordedRequest } from '../analyse/replay/recorded.ts';
import { writeRecordedLines } from '../analyse/replay/recorded-lines.ts';
import {
  buildIdentity,
  buildOperation,
  type CaseIdentity,
  type CaseOperation,
} from '../testing/build-input.ts';
import { exitCodes } from './command-io.ts';
import { type PolicyReplayOptions, policyReplay } from './policy-replay.ts';

const testdata = fileURLToPath(new URL('testdata/', import.meta.url));
const file = (name: string): string => join(testdata, name);
const [base, head] = [file('diff/base.policy.yaml'), file('diff/head.policy.yaml')];
const config = file('diff/gateway.yaml');

function ask(identity: CaseIdentity, operation: CaseOperation, name: string): RecordedAsk {
  const { issuer, kind, subject, groups, groupsComplete, claims } = buildIdentity({
    claims: { tenant: 'acme' },
    ...identity,
  });
  return {
    connection: 'insights',
    people: 'people',
    who: { issuer, kind, subject, name, groups, groupsComplete, claims },
    operations: [recordOperation(buildOperation(operation))],
    decision: { effect: 'deny', code: 'limit-exceeded' },
  };
}
const asks = [
  ask({ subject: 'ana' }, { topK: 80 }, 'Ana | Ruiz *'),
  ask({ subject: 'omar' }, { topK: 10 }, 'Omar_\u001b\u009b2JHaddad'),
  ask({ subject: 'olga' }, { topK: 10 }, 'Olga'),
  ask({ subject: 'pia' }, { topK: 10 }, 'Pia'),
  ask({ subject: 'rita', groups: ['analysts', 'auditors'] }, { topK: 10 }, 'Rita'),
  { ...ask({ subject: 'ana' }, {}, 'Ana | Ruiz *'), operations: [] },
];
const noon = Date.parse('2026-11-21T12:00:00Z');
const requests: readonly RecordedRequest[] = Array.from({ length: 1_206 }, (_, i) => ({
  id: `r${i}`,
  session: `s${i % 3}`,
  time: noon + i * 60_000,
  ask: asks[i % 6]!,
}));

let folder = '';
let recorded = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-replay-'));
  recorded = join(folder, 'recorded.jsonl');
  const lines: string[] = [];
  for await (const line of writeRecordedLines(requests)) lines.push(line);
  await writeFile(recorded, lines.join(''));
});
after(() => rm(folder, { recursive: true }));

const unasked = {
  requests: () => {
    throw new Error('with --file no gateway is asked');
  },
  notes: () => ['Of the gateway.'],
};
async function run(
  options: Partial<PolicyReplayOptions>,
  source: Parameters<typeof policyReplay>[1] = unasked,
): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const code = await policyReplay(
    { head, base, config, file: recorded, format: 'text', ...options },
    source,
    {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
    },
  );
  return { code, out: out.replaceAll(testdata, ''), err };
}

for (const [format, golden] of [
  ['text', 'expected.txt'],
  ['markdown', 'expected.md'],
  ['json', 'expected.json'],
] as const)
  test(`as ${format}, as it stands in ${golden}`, async () => {
    const { code, out, err } = await run({ format });
    assert.deepEqual([code, err], [exitCodes.ok, '']);
    const path = file(`replay/${golden}`);
    if (process.env.VECTORGATE_TEST_UPDATE === '1') await writeFile(path, out);
    assert.equal(out, await readFile(path, 'utf8'));
  });

test('without a base the report says that what was decided then is compared with, and what the gateway left out', async () => {
  const source = {
    ...unasked,
    requests: async function* () {
      yield* requests;
    },
  };
  const { out } = await run({ base: undefined, file: undefined, format: 'markdown' }, source);
  assert.match(out, /^- Compared with what was decided then, .* only a comparison with --base tells\.$/m);
  assert.match(out, /^- Of the gateway\.$/m);
  assert.match(out, /\| \*\*newly allowed\*\* limit-exceeded \|/);
});

test('--fail-on ends with 6 when something would have been so', async () => {
  const wide = join(folder, 'wide.policy.yaml');
  await writeFile(wide, (await readFile(base, 'utf8')).replace('topK: 50', 'topK: 100'));
  const there = { base, head: wide };
  const back = { base: wide, head: base };
  for (const [sides, failOn, code] of [
    [there, 'widened', exitCodes.widened],
    [there, 'narrowed', exitCodes.ok],
    [there, 'any', exitCodes.widened],
    [back, 'widened', exitCodes.ok],
    [back, 'narrowed', exitCodes.widened],
    [back, 'any', exitCodes.widened],
    [{ base, head: base }, 'any', exitCodes.ok],
    [there, undefined, exitCodes.ok],
  ] as const)
    assert.equal((await run({ ...sides, failOn })).code, code, JSON.stringify([sides, failOn]));
});

test('policies that do not load end with 1, and what is not there with 2', async () => {
  const broken = join(folder, 'broken.policy.yaml');
  await writeFile(broken, 'apiVersion: vectorgate/v1\nkind: Policy\nspec: {}\n');
  const unloadable = await run({ head: broken });
  assert.deepEqual([unloadable.code, unloadable.out], [exitCodes.problems, '']);
  assert.match(unloadable.err, /broken\.policy\.yaml/);
  const absent = await run({ file: join(folder, 'absent.jsonl') });
  assert.deepEqual([absent.code, absent.out], [exitCodes.usage, '']);
  assert.match(absent.err, /absent\.jsonl cannot be read\. Name a file of recorded operations\./);
});
