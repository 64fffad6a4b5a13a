import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { commandLine } from './command-line.ts';

const program = fileURLToPath(new URL('../../bin/vectorgate.mjs', import.meta.url));
const ugly =
  'apiVersion:  vectorgate/v1\nkind: Policy\nmetadata: {name: a, owner: me}\nspec: { rules: [ ] }\n';
let file = '';

before(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'policy-command-')), 'a.policy.yaml');
  await writeFile(file, ugly);
});
after(() => rm(join(file, '..'), { recursive: true }));

async function run(...args: string[]): Promise<{ code: number | undefined; out: string }> {
  let [code, out]: [number | undefined, string] = [undefined, ''];
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    err: () => {},
    colour: false,
    now: Date.now,
  };
  await commandLine(terminal, (ended) => {
    code = ended;
  }).parseAsync(['policy', ...args], { from: 'user' });
  return { code, out };
}

test('check, with its options', async () => {
  const { code, out } = await run('check', file, '--strict', '--all', '--json');
  assert.deepEqual([code, JSON.parse(out)], [0, { ok: true, files: 1, problems: [] }]);
  assert.match((await run('check', file, '--sarif')).out, /"version": "2\.1\.0"/);
});

test('check hands severities on, however many', async () => {
  const nobody = join(file, '..', 'nobody.policy.yaml');
  await writeFile(nobody, ugly.replace(', owner: me', ''));
  assert.equal((await run('check', nobody)).code, 0);
  const severities = ['--severity', 'contact-missing=error', '--severity', 'many-rules=off'];
  assert.equal((await run('check', nobody, ...severities)).code, 1);
  // Policies of one folder are in force together.
  await rm(nobody);
});

test('fmt says first, then does', async () => {
  assert.deepEqual(await run('fmt', '--check', file), { code: 1, out: `${file}\n` });
  assert.equal((await run('fmt', file)).code, 0);
  assert.match(
    await readFile(file, 'utf8'),
    /^metadata: \{ name: a, owner: me \}\nspec: \{ rules: \[\] \}$/m,
  );
});

test('test and explain, with their options', async () => {
  const tests = file.replace('a.policy.yaml', 'a.policy-test.yaml');
  await writeFile(
    tests,
    'apiVersion: vectorgate/v1\nkind: PolicyTest\nmetadata: { name: t }\nspec:\n  now: "2026-11-21T12:00:00Z"\n  connection: c\n  identities: { ana: {} }\n  operations: { search: { class: search, collection: c } }\n  matrix: { ana: { search: deny } }\n',
  );
  const passed = await run('test', tests, '--json', '--coverage', '--policies', file, '--only', 'ana');
  assert.equal(passed.code, 0, passed.out);
  const { ok, cases, coverage } = JSON.parse(passed.out) as Record<string, unknown>;
  assert.deepEqual([ok, cases, typeof coverage], [true, 1, 'object']);
  assert.match(
    (await run('test', tests, '--format', 'tap', '--min-coverage', '0')).out,
    /^TAP version 14\n1\.\.1\nok 1/,
  );
  const search = '{ class: search, connection: c, collection: c }';
  const asked = await run('explain', file, '--identity', '{}', '--operation', search, '--all');
  assert.equal(asked.code, 0);
  assert.match(asked.out, /⊘ refused {2}search of c on c by caller/);
});

test('lsp speaks on standard output, and ends with the editor', async () => {
  const server = spawn(process.execPath, [program, 'policy', 'lsp', '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const send = (message: object): void => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  let heard = '';
  const answered = (id: number): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (heard.includes(`"id":${id}`)) resolve();
      };
      server.stdout.on('data', (text: Buffer) => {
        heard += text;
        look();
      });
    });
  const ended = new Promise<number | null>((resolve) => server.on('exit', resolve));
  send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
  await answered(1);
  assert.match(heard, /^Content-Length: \d+\r\n\r\n\{.*"completionProvider"/s);
  send({ id: 2, method: 'shutdown' });
  await answered(2);
  send({ method: 'exit' });
  assert.equal(await ended, 0);
});
