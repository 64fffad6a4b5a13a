import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ClientError } from '../errors/client-error.ts';
import { workloadSource } from './workload-source.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-workload-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const soon = (seconds: number): number => Date.now() / 1000 + seconds;
const program = (script: string): string => JSON.stringify([process.execPath, '-e', script]);
const prints = (answer: unknown): string => program(`console.log(${JSON.stringify(JSON.stringify(answer))})`);

async function failing(environment: Record<string, string>): Promise<ClientError> {
  const error = await workloadSource(environment)
    ?.token()
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  assert.ok(error instanceof ClientError, String(error));
  assert.deepEqual([error.code, error.exitCode], ['workload-token', 3]);
  return error;
}

test('the token file goes before the token command, and neither is none', async () => {
  const VECTORGATE_TOKEN_FILE = join(folder, 'token');
  const VECTORGATE_TOKEN_COMMAND = prints({ token: 'printed', expires: soon(60) });
  assert.equal(workloadSource({}), undefined);
  assert.equal(workloadSource({ VECTORGATE_TOKEN_FILE: '' }), undefined);
  const command = workloadSource({ VECTORGATE_TOKEN_COMMAND });
  assert.deepEqual([command?.variable, await command?.token()], ['VECTORGATE_TOKEN_COMMAND', 'printed']);
  const file = workloadSource({ VECTORGATE_TOKEN_FILE, VECTORGATE_TOKEN_COMMAND });
  assert.equal(file?.variable, 'VECTORGATE_TOKEN_FILE');
  for (const text of ['first', 'second']) {
    await writeFile(VECTORGATE_TOKEN_FILE, `${text}\n`);
    assert.equal(await file.token(), text);
  }
});

test('a token file that holds no token is named, and not what it holds', async () => {
  const file = join(folder, 'bad');
  for (const text of [undefined, '', 'two words', 'a\nb', 'schlüssel']) {
    if (text !== undefined) await writeFile(file, text);
    const { message } = await failing({ VECTORGATE_TOKEN_FILE: file });
    assert.match(message, /bad named by VECTORGATE_TOKEN_FILE cannot be read, or holds no token\.$/);
  }
});

test('a printed token is kept until shortly before its end, and not when it was refused', async () => {
  const runs = join(folder, 'runs');
  const counting = (expires: number): string =>
    program(
      `require('fs').appendFileSync(${JSON.stringify(runs)}, process.env.VECTORGATE_TOKEN_COMMAND ? 'x' : '.');
      console.log(JSON.stringify({ token: 't' + require('fs').readFileSync(${JSON.stringify(runs)}).length, expires: ${expires} }))`,
    );
  const long = workloadSource({ VECTORGATE_TOKEN_COMMAND: counting(soon(3600)) });
  assert.deepEqual([await long?.token(), await long?.token(), await long?.token('t1')], ['t1', 't1', 't2']);
  assert.equal(await readFile(runs, 'utf8'), '..');
});

test('a program that gives no token is told with its reason, and what it printed is not quoted', async () => {
  for (const [command, why] of [
    [program('process.stdout.write("secret"); process.exit(3)'), 'ended with exit code 3'],
    [program('process.kill(process.pid, "SIGKILL")'), 'was ended by SIGKILL'],
    [program('console.log("secret")'), 'did not print one JSON object'],
    [program('process.stdout.write("secret".repeat(400000))'), 'did not print one JSON object'],
    [prints(['secret']), 'did not print one JSON object'],
    [prints({ token: 'secret secret', expires: soon(9) }), 'printed no "token" that is one word of ASCII'],
    [prints({ token: 'secret', expires: '9' }), 'printed no "expires" that is a number'],
    [prints({ token: 'secret', expires: 300 }), 'printed an "expires" that is not in seconds since 1970'],
    [
      prints({ token: 'secret', expires: soon(-1) }),
      'printed a token whose time is over by this machine’s clock',
    ],
    ['/nowhere/print-token', 'cannot be started (ENOENT)'],
    ["print 'token", 'is named by a text with an open quotation mark'],
    ['["a", 1]', 'is not named by a list of words'],
    ['["a"', 'is named by something that begins like a JSON array and is none'],
    ['""', 'is not named by a list of words'],
  ] as const) {
    const error = await failing({ VECTORGATE_TOKEN_COMMAND: command });
    assert.equal(error.message, `The program named by VECTORGATE_TOKEN_COMMAND ${why}.`);
    assert.doesNotMatch(`${error.stack}${JSON.stringify(error.cause ?? '')}`, /secretsecret|: secret/);
  }
});

test('no shell reads the command', async () => {
  const made = join(folder, 'made');
  await failing({ VECTORGATE_TOKEN_COMMAND: `true; touch ${made}` });
  await assert.rejects(readFile(made), { code: 'ENOENT' });
});
