import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { exitCodes } from './command-io.ts';
import { policyCheck } from './policy-check.ts';

let folder = '';
const policy = (name: string, rule: string): string =>
  `apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: ${name} }\nspec:\n  rules:\n    - ${rule}\n`;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-check-'));
  await mkdir(join(folder, 'good', 'deeper'), { recursive: true });
  await mkdir(join(folder, 'bad'));
  await mkdir(join(folder, 'none'));
  await writeFile(
    join(folder, 'good', 'a.policy.yaml'),
    policy('a', '{ id: d, effect: deny, resources: { connections: [insights] } }'),
  );
  await writeFile(
    join(folder, 'good', 'deeper', 'b.policy.yml'),
    policy('b', '{ id: d, effect: deny, principals: { groups: ["ci:x"] } }'),
  );
  await writeFile(join(folder, 'good', 'notes.yaml'), 'not a policy');
  await writeFile(join(folder, 'bad', 'c.policy.yaml'), policy('c', '{ id: d, efect: deny }'));
  const config = (connection: string): string =>
    `connections: [{ name: ${connection}, store: chroma, address: x }]\nissuers: [{ name: people, signIn: {}, claims: { tenant: string } }, { name: ci }]\n`;
  await writeFile(join(folder, 'vectorgate.yaml'), config('insights'));
  await writeFile(join(folder, 'other.yaml'), config('elsewhere'));
});
after(() => rm(folder, { recursive: true }));

async function check(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const code = await policyCheck(
    args.map((arg) => arg.replace('@', folder)),
    {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
    },
  );
  return { code, out: out.replaceAll(folder, '@'), err: err.replaceAll(folder, '@') };
}

test('a folder that loads', async () => {
  const { code, out, err } = await check('@/good');
  assert.deepEqual([code, err], [exitCodes.ok, '']);
  assert.equal(
    out,
    '2 policy files with 2 rules, no errors. Names of connections, issuers and claims were not checked: add --config.\n',
  );
});

test('an error behind a thousand hints is found all the same', async () => {
  const watched = Array.from(
    { length: 700 },
    (_, i) => `    - { id: w${i}, effect: deny, mode: monitor, operations: [search, read] }\n`,
  );
  await mkdir(join(folder, 'many'));
  const first = policy('many', '{ id: w, effect: deny, mode: monitor, operations: [search, read] }');
  await writeFile(
    join(folder, 'many', 'd.policy.yaml'),
    `${first}${watched.join('')}    - { id: bad, effect: dany }\n`,
  );
  const { code, out } = await check('@/many');
  assert.equal(code, exitCodes.problems);
  assert.match(out, /unknown-word/);
});

test('snapshots of what exists are checked beside policies, and alone', async () => {
  const snapshot = join(folder, 'good', 'vectorgate.catalogue.yaml');
  await writeFile(snapshot, 'connections: [{ name: insights }, { name: insigths }]\n');
  const { code, out } = await check('@/good', '--config', '@/vectorgate.yaml');
  assert.equal(code, exitCodes.ok);
  assert.equal(
    out,
    `@/good/vectorgate.catalogue.yaml:1:43  warning catalogue-unread  The configuration has no connection called insigths: what is said of it is not read.
    Did you mean insights?
2 policy files with 2 rules and 1 catalogue, no errors, 1 warning.
`,
  );
  await writeFile(snapshot, 'connections: [{ nme: insights }]\n');
  const broken = await check('@/good/vectorgate.catalogue.yaml');
  assert.equal(broken.code, exitCodes.problems);
  assert.match(broken.out, /catalogue\.yaml:1:17 {2}unknown-key {2}nme is not a key/);
  const named = await check('@/bad', '--config', '@/vectorgate.yaml', '--catalogue', snapshot);
  assert.equal(named.code, exitCodes.usage);
  assert.match(
    named.err,
    /is not of the form of a catalogue:\n.*:1:17 {2}unknown-key .*\n {4}Did you mean name\?/,
  );
  await rm(snapshot);
});

test('names are checked against a configuration', async () => {
  assert.deepEqual(await check('@/good', '--config', '@/vectorgate.yaml'), {
    code: 0,
    out: '2 policy files with 2 rules, no errors.\n',
    err: '',
  });
  const { code, out } = await check('@/good', '--config', '@/other.yaml');
  assert.equal(code, exitCodes.problems);
  assert.equal(
    out,
    '@/good/a.policy.yaml:6:57  unknown-connection  No connection is called insights.\n    Use one of: elsewhere.\n1 error in 1 file.\n',
  );
});

test('every error with file, line, column, code and remedy', async () => {
  const { code, out } = await check('@/bad/c.policy.yaml');
  assert.equal(code, exitCodes.problems);
  assert.match(
    out,
    /^@\/bad\/c\.policy\.yaml:6:16 {2}unknown-key {2}efect is not a key of the rule\.\n {4}Did you mean effect\?\n/,
  );
});

test('a pattern that is not accepted is told like any other error, at its place inside the text', async () => {
  const file = join(folder, 'pattern.policy.yaml');
  const text = policy('q', '{ id: d, effect: deny, principals: { groups: [x] } }');
  await writeFile(file, text.replace('spec:', "spec:\n  patterns: [{ name: own-id, pattern: 'E-(?<=x)' }]"));
  const { code, out } = await check('@/pattern.policy.yaml');
  assert.equal(code, exitCodes.problems);
  assert.match(
    out,
    /^@\/pattern\.policy\.yaml:5:42 {2}pattern-look-around {2}A pattern cannot look .*\n {4}Use \\b /,
  );
  await rm(file);
});

test('as JSON', async () => {
  const good: unknown = JSON.parse((await check('@/good', '--json')).out);
  assert.deepEqual(good, { ok: true, files: 2, problems: [] });
  const bad = JSON.parse((await check('@/bad', '--json')).out) as {
    ok: boolean;
    problems: { code: string; line: number }[];
  };
  assert.deepEqual([bad.ok, bad.problems[0]?.code, bad.problems[0]?.line], [false, 'unknown-key', 6]);
});

const warned =
  '{ id: p, effect: allow, principals: { groups: [no] }, resources: { connections: [insights], collections: [cases] }, operations: [fetch] }';

test('warnings are told, and count as errors only with --strict', async () => {
  const file = join(folder, 'warned.policy.yaml');
  await writeFile(file, policy('w', warned));
  const { code, out } = await check('@/warned.policy.yaml');
  assert.equal(code, exitCodes.ok);
  assert.equal(
    out,
    '@/warned.policy.yaml:6:54  warning yaml-trap  no without quotes is no text to readers of YAML 1.1.\n    Put it in quotes.\n' +
      '1 policy file with 1 rule, no errors, 1 warning. Names of connections, issuers and claims were not checked: add --config.\n',
  );
  assert.equal((await check('@/warned.policy.yaml', '--strict')).code, exitCodes.problems);
  assert.match((await check('@/warned.policy.yaml', '--all')).out, /hint contact-missing/);
  await rm(file);
});

test('a catalogue says what is on the connections', async () => {
  const file = join(folder, 'known.policy.yaml');
  await writeFile(file, policy('k', warned.replace('[no]', '[people]')));
  await writeFile(
    join(folder, 'known.yaml'),
    'connections: [{ name: insights, collections: [{ name: case, fields: { email: string } }] }]\nissuers: [{ name: people, groups: [analysts] }]\n',
  );
  const args = ['@/known.policy.yaml', '--config', '@/vectorgate.yaml', '--catalogue', '@/known.yaml'];
  const { out } = await check(...args);
  assert.match(
    out,
    /warning unknown-collection {2}The catalogue has no collection called cases\.\n {4}Did you mean case\?/,
  );
  assert.match(out, /information unknown-group {2}The catalogue has no group called people\./);
  await rm(file);
});

test('as SARIF, with fixes', async () => {
  const { code, out } = await check('@/bad', '--sarif');
  assert.equal(code, exitCodes.problems);
  const { runs } = JSON.parse(out) as {
    runs: { results: { ruleId: string; level: string; fixes?: object[] }[] }[];
  };
  const [first] = runs[0]!.results;
  assert.deepEqual([first?.ruleId, first?.level, first?.fixes?.length], ['unknown-key', 'error', 2]);
});

const misuse: readonly [args: string[], text: RegExp][] = [
  [[], /Name at least one policy file or folder/],
  [['@/nowhere'], /@\/nowhere is not there/],
  [['@/none'], /No policy files/],
  [['@/good', '--verbose'], /Usage: vectorgate policy check/],
  [['@/good', '--config', '@/nowhere.yaml'], /configuration @\/nowhere\.yaml cannot be read/],
  [['@/good', '--catalogue', '@/vectorgate.yaml'], /add --config/],
  [['@/good', '--config', '@/good/notes.yaml'], /does not list connections and issuers/],
];
for (const [args, text] of misuse) {
  test(`what cannot be carried out: ${args.join(' ')}`, async () => {
    const { code, out, err } = await check(...args);
    assert.deepEqual([code, out], [exitCodes.usage, '']);
    assert.match(err, text);
    assert.doesNotMatch(err, /\n\s+at /);
  });
}

test('severities are set by code, and what cannot be set is refused', async () => {
  const file = join(folder, 'weighed.policy.yaml');
  await writeFile(file, policy('w', warned));
  const told = async (...severities: string[]): Promise<[number, string[]]> => {
    const options = severities.flatMap((one) => ['--severity', one]);
    const { code, out } = await check('@/weighed.policy.yaml', '--json', ...options);
    const { problems } = JSON.parse(out) as { problems: { code: string; severity: string }[] };
    return [code, problems.map((one) => `${one.code} ${one.severity}`)];
  };
  assert.deepEqual(await told(), [exitCodes.ok, ['yaml-trap warning']]);
  assert.deepEqual(await told('yaml-trap=error', 'contact-missing=warning'), [
    exitCodes.problems,
    ['contact-missing warning', 'yaml-trap error'],
  ]);
  assert.deepEqual(await told('yaml-trap=error', 'yaml-trap=off'), [exitCodes.ok, []]);
  const refused = async (severity: string): Promise<string> => {
    const { code, err } = await check('@/weighed.policy.yaml', '--severity', severity);
    assert.equal(code, exitCodes.usage);
    return err;
  };
  assert.equal(
    await refused('limit-mising=off'),
    '--severity limit-mising=off: There is no code limit-mising whose severity can be set. Did you mean limit-missing?\n',
  );
  assert.match(await refused('unknown-key=off'), /keeps a policy from loading: it is always an error/);
  assert.match(await refused('limit-missing=warn'), /warn is no severity\. (Did you mean|Use one of)/);
  assert.match(await refused('limit-missing'), /A severity is missing\. Write limit-missing=error\|/);
  await rm(file);
});
