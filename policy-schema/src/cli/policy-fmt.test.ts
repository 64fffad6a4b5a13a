import assert from 'node:assert/strict';
import { lstat, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { exitCodes } from './command-io.ts';
import { policyFmt } from './policy-fmt.ts';

let folder = '';
const ugly = 'apiVersion:   vectorgate/v1\nkind: Policy\nmetadata: {name: a}\nspec:\n  rules: [ ]\n';
const fine = 'apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: a }\nspec:\n  rules: []\n';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-fmt-'));
});
after(() => rm(folder, { recursive: true }));

async function fmt(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const io = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
  };
  const code = await policyFmt(
    args.map((arg) => arg.replace('@', folder)),
    io,
  );
  return { code, out: out.replaceAll(folder, '@'), err: err.replaceAll(folder, '@') };
}

test('--check names what would change, and writes nothing', async () => {
  const file = join(folder, 'a.policy.yaml');
  await writeFile(file, ugly);
  assert.deepEqual(await fmt('@', '--check'), {
    code: exitCodes.problems,
    out: '@/a.policy.yaml\n',
    err: '1 policy file, 1 would change.\n',
  });
  assert.equal(await readFile(file, 'utf8'), ugly);
});

test('what changes is written whole, through links, and only once', async () => {
  await symlink('a.policy.yaml', join(folder, 'b.policy.yaml'));
  assert.equal((await fmt('@/b.policy.yaml')).code, exitCodes.ok);
  assert.equal(await readFile(join(folder, 'a.policy.yaml'), 'utf8'), fine);
  assert.ok((await lstat(join(folder, 'b.policy.yaml'))).isSymbolicLink());
  assert.deepEqual(await readdir(folder), ['a.policy.yaml', 'b.policy.yaml']);
  assert.deepEqual(await fmt('@', '--check'), {
    code: exitCodes.ok,
    out: '',
    err: '2 policy files, 0 would change.\n',
  });
});

test('what is no YAML is left as it is, and told', async () => {
  const file = join(folder, 'c.policy.yaml');
  await writeFile(file, 'a: "\n');
  const { code, err } = await fmt('@/c.policy.yaml');
  assert.equal(code, exitCodes.problems);
  assert.match(err, /^@\/c\.policy\.yaml: Line 1: Missing closing quote\./);
  assert.equal(await readFile(file, 'utf8'), 'a: "\n');
});

test('wrong usage', async () => {
  assert.equal((await fmt()).code, exitCodes.usage);
  assert.match((await fmt('@', '--wrong')).err, /Usage: vectorgate policy fmt/);
});
