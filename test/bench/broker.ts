// npm run bench -- broker [--asks 5000]: how long the credential broker of editors and `vectorgate run` takes to answer,
// by the kernel's own way: a new connection for each word, and one that stays.
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { type Broker, startBroker } from '@vectorgate/client';
import { median } from './median.ts';

const { values } = parseArgs({ options: { asks: { type: 'string', default: '5000' } } });
const asks = Number(values.asks);

const broker: Broker = await startBroker({
  // As long as the gateway's own, so that the line is of its usual length.
  holder: {
    signedIn: async () => true,
    token: async () => ({ token: 'x'.repeat(900), expires: Date.now() / 1000 + 300 }),
  },
  discover: async () => ({
    controlUrl: 'https://gate.example',
    issuer: 'https://gate.example/oauth',
    apiVersion: 'v1',
    dataPlane: 'https://data.gate.example',
    governed: [{ name: 'chroma.internal:8000', connection: 'insights', store: 'chroma' }],
  }),
  shim: '/',
});
const { VECTORGATE_BROKER: address = '', VECTORGATE_BROKER_KEY: key } = broker.environment();
const line = `${JSON.stringify({ v: 1, key, op: 'token' })}\n`;

async function open(): Promise<Socket> {
  const socket = createConnection(address);
  await once(socket, 'connect');
  return socket;
}

async function answerOf(socket: Socket): Promise<void> {
  socket.write(line);
  let said = '';
  while (!said.endsWith('\n')) said += String(((await once(socket, 'data')) as [Buffer])[0]);
  if (!said.startsWith('{"v":1,"ok":true')) throw new Error(`the broker said ${said}`);
}

/** Microseconds of each. */
async function timesOf(work: () => Promise<void>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let done = -asks / 10; done < asks; done++) {
    const started = performance.now();
    await work();
    if (done >= 0) times.push((performance.now() - started) * 1000);
  }
  return times.sort((a, b) => a - b);
}

const kept = await open();
const rows = [
  [
    'a new connection for each',
    await timesOf(() => open().then((socket) => answerOf(socket).finally(() => socket.destroy()))),
  ],
  ['one connection', await timesOf(() => answerOf(kept))],
] as const;
kept.destroy();
await broker.close();

process.stdout.write('| a token from the broker | p50 µs | p99 µs | goal µs |\n|---|---:|---:|---:|\n');
for (const [name, times] of rows)
  process.stdout.write(
    `| ${name} | ${median(times).toFixed(0)} | ${times[Math.floor(times.length * 0.99)]!.toFixed(0)} | 1000 |\n`,
  );
