import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { exitCodes } from './command-io.ts';
import { gitPolicyFiles } from './git-files.ts';
import { policyDiff } from './policy-diff.ts';

const testdata = fileURLToPath(new URL('testdata/diff', import.meta.url));
const file = (name: string): string => join(testdata, name);
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-diff-'));
});
after(() => rm(folder, { recursive: true }));

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const code = await policyDiff(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out: out.replaceAll(`${testdata}/`, ''), err };
}

const [base, head, config] = [file('base.policy.yaml'), file('head.policy.yaml'), file('gateway.yaml')];

for (const [format, golden] of [
  ['text', 'expected.txt'],
  ['markdown', 'expected.md'],
  ['json', 'expected.json'],
] as const)
  test(`as ${format}, as it stands in ${golden}`, async () => {
    const { code, out } = await run(base, head, '--config', config, '--format', format);
    assert.equal(code, exitCodes.widened);
    if (process.env.VECTORGATE_TEST_UPDATE === '1') await writeFile(file(golden), out);
    assert.equal(out, await readFile(file(golden), 'utf8'));
  });

test('the other way round, what was widened is narrowed, and what was masked unmasked', async () => {
  const [there, back] = await Promise.all(
    [
      [base, head],
      [head, base],
    ].map(async (sides) => JSON.parse((await run(...sides, '--config', config, '--json')).out)),
  );
  const opposite: Record<string, string> = {
    widened: 'narrowed',
    narrowed: 'widened',
    masked: 'unmasked',
    unmasked: 'masked',
    changed: 'changed',
  };
  const print = (rows: Record<string, unknown>[], turn: boolean): string[] =>
    rows
      // What is newly permitted is told whole, what is no more is not.
      .filter(({ aspect }) => aspect !== 'access')
      .map(({ kind, who, places, operations, before: was, after: is }) =>
        JSON.stringify(
          turn
            ? [opposite[String(kind)], who, places, operations, is, was]
            : [kind, who, places, operations, was, is],
        ),
      )
      .sort();
  assert.deepEqual(print(back.rows, false), print(there.rows, true));
});

test('the same policies: nothing, and nothing to fail on', async () => {
  const { code, out } = await run(base, base);
  assert.deepEqual([code, out], [exitCodes.ok, 'The rules are the same.\n']);
});

test('only narrower is fine', async () => {
  const text = await readFile(base, 'utf8');
  const narrow = join(folder, 'narrow.policy.yaml');
  await writeFile(narrow, text.replace('topK: 50', 'topK: 20'));
  const { code, out } = await run(base, narrow, '--config', config);
  assert.equal(code, exitCodes.ok);
  assert.match(out, /narrowed +top-k 50 → 20/);
});

test('rules in another order, under other names and in other files change nothing', async () => {
  const text = await readFile(base, 'utf8');
  const [top, ...rules] = text.split(/\n(?= {4}- id)/);
  const turned = [top, ...rules.reverse().map((rule) => `${rule.trimEnd()}\n`)]
    .join('\n')
    .replaceAll('- id: ', '- id: my-');
  await writeFile(join(folder, 'turned.policy.yaml'), turned);
  assert.deepEqual((await run(base, join(folder, 'turned.policy.yaml'))).code, exitCodes.ok);
});

test('what does not load is told with its place; what is not there, too', async () => {
  const broken = join(folder, 'broken.policy.yaml');
  await writeFile(broken, (await readFile(base, 'utf8')).replace('[search, fetch]', '[serch]'));
  const { code, err } = await run(base, broken);
  assert.equal(code, exitCodes.problems);
  assert.match(err, /broken\.policy\.yaml:10:20 .*serch[\s\S]*Did you mean search\?/);
  assert.equal((await run(base, join(folder, 'absent'))).code, exitCodes.usage);
  assert.match(
    (await run(base, 'no-such-revision:policies')).err,
    /no-such-revision is no revision of git here/,
  );
  assert.match((await run(base)).err, /Name two/);
  assert.match((await run(base, head, '--format', 'html')).err, /There is no format html/);
});

test('a revision of git, from the folder that the command runs in', async () => {
  const repository = join(folder, 'repository');
  await mkdir(join(repository, 'policies'), { recursive: true });
  await cp(base, join(repository, 'policies', 'insights.policy.yaml'));
  await writeFile(join(repository, 'policies', 'README.md'), 'no policy');
  const git = (...args: string[]) =>
    promisify(execFile)('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: repository,
    });
  await git('init', '-q', '-b', 'main');
  await git('add', '.');
  await git('commit', '-q', '-m', 'policies');
  await cp(head, join(repository, 'policies', 'insights.policy.yaml'));
  const text = await readFile(base, 'utf8');
  const expected = [{ path: 'policies/insights.policy.yaml', text }];
  assert.deepEqual(await gitPolicyFiles('main:policies', repository), expected);
  assert.deepEqual(await gitPolicyFiles('HEAD:', join(repository, 'policies')), expected);
  assert.deepEqual(await gitPolicyFiles('main:insights.policy.yaml', join(repository, 'policies')), expected);
  await assert.rejects(gitPolicyFiles('main:elsewhere', repository), /No policy files/);
});

/** Recorded searches of two analysts, a look at what one of their collections is, and of somebody elsewhere, as `policy replay --save` writes them. */
async function recordedSearches(): Promise<string> {
  const none = { is: 'none' };
  const search = { classes: ['search'], topK: { value: 10, name: 'n_results', given: true } };
  const ask = (subject: string, collection: string, what: object = search) => ({
    connection: 'insights',
    people: 'people',
    who: {
      issuer: 'people',
      kind: 'person',
      subject,
      name: '@octocat | $(bug)',
      groups: ['analysts'],
      claims: {},
    },
    operations: [
      {
        store: 'chroma',
        name: 'query',
        targets: [
          { tenant: none, database: none, namespace: none, collection: { is: 'one', name: collection } },
        ],
        records: 1,
        references: [],
        returns: 'all',
        ...what,
      },
    ],
    decision: { effect: 'allow' },
  });
  const record = (n: number, of: number) => ({
    id: `01JD8Z6Q4MX3V7H2K9RBT5WY${String(n).padStart(2, '0')}`,
    session: '01JD8Z6Q4MX3V7H2K9RBT5WY99',
    time: `2026-11-21T12:0${n}:00.000Z`,
    ask: of,
  });
  const lines = [
    { kind: 'RecordedOperations', version: 1 },
    ...[
      ask('ana', 'customer-cases'),
      ask('ben', 'customer-cases'),
      ask('ana', 'elsewhere'),
      // Describing a collection is no search of it.
      ask('ana', 'customer-cases', { classes: ['meta'], implied: 'describe' }),
    ].map((is, at) => ({ ask: at, is })),
    ...[record(1, 0), record(2, 0), record(3, 1), record(4, 2), record(5, 3)],
  ];
  const path = join(folder, 'recorded.jsonl');
  await writeFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return path;
}

test('weighed by what was asked: how much beside each line, from when to when, and no name of anybody', async () => {
  const traffic = await recordedSearches();
  const weighed = ['--config', config, '--traffic', traffic];
  const { out } = await run(base, head, ...weighed);
  assert.match(out, /\n {2}asked {5}3 requests of 2 people\n/);
  assert.match(out, /\n {2}asked {5}not asked\n/);
  assert.match(
    out.replaceAll('\n', ' '),
    /Weighed by 5 requests in .*recorded\.jsonl, from 2026-11-21 12:01 to 2026-11-21 12:05 UTC\. $/,
  );
  const markdown = (await run(base, head, ...weighed, '--format', 'markdown')).out;
  assert.match(markdown, /\nWeighed by 5 requests in /);
  assert.match(markdown, /\| 3 requests of 2 people \|\n/);
  for (const text of [out, markdown]) assert.doesNotMatch(text, /octocat/);
  const { weighed: by, rows } = JSON.parse((await run(base, head, ...weighed, '--json')).out);
  assert.deepEqual(by, {
    requests: 5,
    first: Date.parse('2026-11-21T12:01:00Z'),
    last: Date.parse('2026-11-21T12:05:00Z'),
  });
  assert.ok(
    rows.some((row: { traffic: unknown }) => JSON.stringify(row.traffic) === '{"requests":3,"people":2}'),
  );
});

test('where nothing was asked it says so', async () => {
  const path = join(folder, 'empty.jsonl');
  await writeFile(path, '{"kind":"RecordedOperations","version":1}\n');
  const { out } = await run(base, head, '--config', config, '--traffic', path);
  assert.match(out.replaceAll('\n', ' '), /Nothing is weighed: no request is recorded in .*empty\.jsonl\. $/);
});
