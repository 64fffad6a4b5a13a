// Asks at a constant rate, whatever the answers take, for a bounded time. A request's time counts from when it was due,
// so that a stall is felt by all who come meanwhile (no coordinated omission). Prints what it saw as JSON.
// Arguments: a file with { url, body, headers }, requests per second, seconds, seconds of them to forget.
import { readFileSync } from 'node:fs';
import { Pool } from 'undici';
import type { Load } from './load.ts';

const [file = '', rate = '', seconds = '', forget = ''] = process.argv.slice(2);
const { url, body, headers } = JSON.parse(readFileSync(file, 'utf8')) as Load;
const { origin, pathname } = new URL(url);
const pool = new Pool(origin, { connections: 256, pipelining: 1 });
const every = 1000 / Number(rate);
const begin = performance.now() + 100;
const last = Math.round(Number(rate) * Number(seconds));
const counted = Math.round(Number(rate) * Number(forget));
const times: number[] = [];
let failures = 0;
let sent = 0;

async function ask(due: number, count: boolean): Promise<void> {
  try {
    const answer = await pool.request({ path: pathname, method: 'POST', headers: { ...headers }, body });
    await answer.body.arrayBuffer();
    if (answer.statusCode !== 200) failures += 1;
  } catch {
    failures += 1;
  }
  if (count) times.push(performance.now() - due);
}

const under: Promise<void>[] = [];
await new Promise<void>((done) => {
  const tick = (): void => {
    for (; sent < last && begin + sent * every <= performance.now(); sent += 1)
      under.push(ask(begin + sent * every, sent >= counted));
    if (sent < last) setTimeout(tick, 1);
    else done();
  };
  tick();
});
await Promise.all(under);
times.sort((a, b) => a - b);
const at = (share: number): number =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
process.stdout.write(
  JSON.stringify({ requests: times.length, failures, p50: at(0.5), p99: at(0.99), p999: at(0.999) }),
);
await pool.close();
