import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { pythonProgram } from '@vectorgate/demo';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { type Attack, tryAll } from './attack-table.ts';
import { askSocket } from './jupyter/ask-socket.ts';
import {
  askBroker,
  type BrokerKind,
  type BrokerWorld,
  brokerKinds,
  doorOf,
  program,
  startBrokerWorld,
} from './jupyter/broker-world.ts';

for (const kind of brokerKinds) describe(`the broker of the ${kind}`, () => attackBroker(kind));

function attackBroker(kind: BrokerKind): void {
  let at: BrokerWorld;
  before(async () => {
    at = await startBrokerWorld(kind);
  });
  after(() => at?.close());

  /** Whether somebody who asks as one should gets a token now, and after how many milliseconds. */
  const served = async (): Promise<{ ok: boolean; milliseconds: number }> => {
    const start = performance.now();
    const { text } = await askBroker(at.ana, {}, 20_000);
    return { ok: at.issued.in(text) === 'an access token', milliseconds: performance.now() - start };
  };

  /** The broker's own process, found by what it was started with. */
  async function brokerProcess(): Promise<number | undefined> {
    for (const pid of await readdir('/proc').catch(() => [])) {
      if (!/^\d+$/.test(pid)) continue;
      const parts = (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).split(') ')[1]?.split(' ');
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (parts?.[1] === String(process.pid) && command.includes('vectorgate_jupyter.broker'))
        return Number(pid);
    }
    return undefined;
  }

  test('messages that are none', async (context) => {
    const { path, key } = doorOf(at.ana);
    const line = (fields: Readonly<Record<string, unknown>>): string =>
      `${JSON.stringify({ v: 1, key, op: 'hello', ...fields })}\n`;
    const whole = line({ op: 'token' });
    const messages: Readonly<Record<string, string | Buffer>> = {
      'an empty line': '\n',
      'blanks and tabs': ' \t \r\n',
      'no JSON': 'GET / HTTP/1.1\r\n\r\n',
      'a list': '[1]\n',
      'a number of 10,000 digits': `{"v":1,"key":${'9'.repeat(10_000)}}\n`,
      'a nesting of 30,000': `${'['.repeat(30_000)}\n`,
      'a nesting of 10,000 objects': `${'{"key":'.repeat(9_000)}\n`,
      'bytes that are no UTF-8': Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a]),
      'UTF-16': Buffer.concat([Buffer.from(whole.trim(), 'utf16le'), Buffer.from('\n')]),
      'a NUL in the line': whole.replace('"op"', '"\0op"'),
      'a line of exactly 64 KiB': `${'x'.repeat(65_535)}\n`,
      'a line of 10 MB': 'x'.repeat(10_000_000),
      'half a line, then nothing': whole.slice(0, -20),
      'a kernel name of 50 KB': line({ kernel: 'k'.repeat(50_000) }),
      'a kernel name with control characters': line({ kernel: '\u001b[31mred\u0000' }),
      'a kernel that is a list': line({ kernel: ['a'], session: { a: 1 } }),
      'a process id that no system has': line({ pid: 10 ** 30 }),
      'a process id below zero': line({ pid: -1 }),
      'a process id of true': line({ pid: true }),
      'a refused token that is no ASCII': line({ op: 'token', refused: 'ü'.repeat(50) }),
      'a refused token with a lone surrogate': line({ op: 'token', refused: '\ud800' }),
      'a refused token of 60 KB': line({ op: 'token', refused: 'x'.repeat(60_000) }),
      'a refused token that is an object': line({ op: 'token', refused: { a: 1 } }),
      'a thousand requests in one piece': line({}).repeat(1_000),
      'twenty thousand wrong keys in one piece': line({ key: 'x' }).repeat(20_000),
    };
    assert.equal((await served()).ok, true);
    const kernels = (await at.ana.status()).kernels;
    await tryAll(
      context,
      `The broker of the ${kind}: whatever is said, it gives no refresh token and answers the next one`,
      Object.entries(messages).map(
        ([name, message]): Attack => ({
          name,
          run: async () => {
            const { text, end } = await askSocket(path, message, 1_500);
            const found = at.issued.in(text);
            const { ok } = await served();
            const code = /"code": ?"(\w+)"/.exec(text)?.[1];
            return {
              passed: found === 'a refresh token' || !ok,
              seen: ok
                ? (code ?? (text === '' ? `no answer, ${end}` : 'answered'))
                : 'nobody is answered any more',
            };
          },
        }),
      ),
    );
    assert.deepEqual((await at.ana.status()).kernels, kernels, 'none of them is shown as a kernel');
  });

  interface Flood {
    /** How many connections stood when it was complete. */
    readonly connections: number;
    stop(): Promise<void>;
  }

  /** Starts a flood in a process of its own, and waits until it stands. */
  async function flood(way: string, count: number): Promise<Flood> {
    const child: ChildProcess = spawn(pythonProgram(), [program('flood.py'), way, String(count)], {
      env: { ...process.env, ...at.ana.environment, PYTHONPATH: '' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    const { value } = await createInterface({ input: child.stdout! })[Symbol.asyncIterator]().next();
    const connections = Number(/^ready (\d+)$/.exec(String(value))?.[1] ?? Number.NaN);
    return {
      connections,
      stop: async () => {
        child.stdin?.end();
        await ended;
      },
    };
  }

  test('floods', async (context) => {
    const pid = await brokerProcess();
    const threads = async (): Promise<number> =>
      Number(
        /^Threads:\s+(\d+)$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''))?.[1] ?? 0,
      );
    const floods: readonly (readonly [name: string, way: string, count: number, processes: number])[] = [
      ['3,000 connections of one process that say nothing', 'idle', 3_000, 1],
      ['900 connections of each of four processes', 'idle', 900, 4],
      ['600 with half a line', 'half a line', 600, 1],
      ['300 of each of two processes that send a byte now and then', 'drip', 300, 2],
      ['100 that ask and never read the answer', 'never read', 100, 1],
      ['3,000 that come and go', 'come and go', 3_000, 1],
      ['40 threads that ask for tokens without end', 'storm', 40, 1],
    ];
    await tryAll(
      context,
      `The broker of the ${kind}: others are served while somebody floods it`,
      floods.map(
        ([name, way, count, processes]): Attack => ({
          name,
          run: async () => {
            const standing = await Promise.all(Array.from({ length: processes }, () => flood(way, count)));
            try {
              const answers = [];
              for (let one = 0; one < 5; one++) answers.push(await served());
              const slowest = Math.max(...answers.map((one) => one.milliseconds));
              const used = await threads();
              const opened = standing.reduce((sum, one) => sum + one.connections, 0);
              const all = answers.every((one) => one.ok);
              return {
                // A thread for each place, and a handful more.
                passed: !all || used > 300,
                seen: `${opened} connected, ${used} threads; ${all ? 'all' : 'not all'} of 5 others served, the slowest in ${slowest.toFixed(0)} ms`,
              };
            } finally {
              await Promise.all(standing.map((one) => one.stop()));
            }
          },
        }),
      ),
    );
    assert.equal((await served()).ok, true);
  });

  test('after sign-out', async (context) => {
    const id = await makeCollection(at.world.chroma.url, 'notes', { ids: ['1'], embeddings: [[1, 0]] });
    const child = spawn(pythonProgram(), [program('after_sign_out.py'), `${collections}/${id}/get`], {
      env: { ...process.env, ...at.ana.environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const said = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const statuses = async (): Promise<Readonly<Record<string, number>>> => {
      child.stdin.write('go\n');
      return JSON.parse(String((await said.next()).value)) as Record<string, number>;
    };
    try {
      const isolated = 'a child that ignores its environment';
      assert.deepEqual(await statuses(), {
        'the program': 200,
        'a forked child': 200,
        'a new child': 200,
        // It has no shim, and the name is the gate's alone.
        [isolated]: 0,
      });
      const token = (JSON.parse((await askBroker(at.ana, {})).text) as { token: string }).token;
      await at.ana.signOut();
      const after = await statuses();
      await tryAll(context, `After sign-out (${kind}): nothing that was started before gets anything`, [
        ...Object.entries(after).map(
          ([name, status]): Attack => ({
            name,
            run: async () => ({ passed: status === 200, seen: String(status) }),
          }),
        ),
        {
          name: 'the token that somebody kept, at the gate',
          run: async () => {
            const { status } = await at.world.call(token, 'POST', `${collections}/${id}/get`, { limit: 1 });
            return { passed: status === 200, seen: String(status) };
          },
        },
        {
          name: 'the token that somebody kept, as the refused one at the broker',
          run: async () => {
            const { text } = await askBroker(at.ana, { refused: token });
            return {
              passed: at.issued.in(text) !== undefined,
              seen: /"code": ?"(\w+)"/.exec(text)?.[1] ?? text,
            };
          },
        },
      ]);
      await at.ana.signIn('ana', 'ana');
      assert.equal((await statuses())['the program'], 200, 'signed in again, the same program goes on');
    } finally {
      child.stdin.end();
    }
  });
}
