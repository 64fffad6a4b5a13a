// npm run bench -- start [--runs 9] [--profile FOLDER]: how long a gateway takes from its process's start to its
// first governed answer, and what it then holds in memory.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startProvider } from '@vectorgate/demo';
import { freePort } from '../../demo/src/processes/free-port.ts';
import { residentMiB } from './cpu-time.ts';
import { median } from './median.ts';
import { chromaConnection, writeGate } from './write-gate.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '9' }, profile: { type: 'string' } },
});

/** Milliseconds from the start of the process. */
interface Run {
  readonly discovery: number;
  readonly governed: number;
  readonly residentMiB: number;
}

/** Asks every few milliseconds until the answer is 200; how long it took from `from`. */
async function untilAnswered(
  from: number,
  url: string,
  headers: Record<string, string> = {},
): Promise<number> {
  while (performance.now() - from < 30_000) {
    const status = await fetch(url, { headers }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      },
      () => 0,
    );
    if (status === 200) return performance.now() - from;
    await wait(5);
  }
  throw new Error(`${url} does not answer`);
}

const folder = mkdtempSync(join(tmpdir(), 'vectorgate-start-'));
const store = createServer((_request, reply) => {
  reply.writeHead(200, { 'content-type': 'application/json' }).end('{"nanosecond heartbeat":1}');
});
await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
const people = await startProvider({ port: 0, cookiePrefix: 'start-people', clients: [], people: [] });
const provider = await startProvider({ port: 0, cookiePrefix: 'start-ci', clients: [], people: [] });
const token = await provider.mintWorkloadToken({
  subject: 'bench',
  audience: 'vectorgate-bench',
  expiresIn: 7200,
});
const program = new URL('../../gateway/bin/vectorgate-gateway.mjs', import.meta.url).pathname;

async function run(name: string): Promise<Run> {
  const ports = { data: await freePort(), control: await freePort() };
  const file = writeGate(
    join(folder, name),
    chromaConnection((store.address() as AddressInfo).port),
    provider.issuer,
    people.issuer,
    ports,
  );
  const from = performance.now();
  const profile = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`];
  const child = spawn(process.execPath, [...profile, program, '--config', file], {
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    const discovery = await untilAnswered(from, `http://127.0.0.1:${ports.control}/.well-known/vectorgate`);
    const governed = await untilAnswered(from, `http://127.0.0.1:${ports.data}/api/v2/heartbeat`, {
      'vectorgate-token': token,
      'vectorgate-upstream': 'chroma.internal:8000',
    });
    return { discovery, governed, residentMiB: residentMiB(child.pid!) };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

try {
  await run('first');
  const runs: Run[] = [];
  for (let i = 0; i < Number(values.runs); i++) runs.push(await run(String(i)));
  const column = (key: keyof Run): string => {
    const numbers = runs.map((one) => one[key]);
    return `${median(numbers).toFixed(0)} | ${Math.min(...numbers).toFixed(0)} | ${Math.max(...numbers).toFixed(0)}`;
  };
  process.stdout.write(`| from the start of the process | median | least | most |
|---|---:|---:|---:|
| discovery answers, ms | ${column('discovery')} |
| the first governed request is answered, ms | ${column('governed')} |
| resident memory then, MiB | ${column('residentMiB')} |
`);
} finally {
  await provider.close();
  await people.close();
  store.closeAllConnections();
  store.close();
  rmSync(folder, { recursive: true, force: true });
}
