import assert from 'node:assert/strict';
import { openSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { refresh } from '../harness/sign-in.ts';
import { until } from '../harness/until.ts';
import { type Fault, injectAll, type Seen } from './fault-table.ts';
import { FaultWorld } from './fault-world.ts';
import { answerWith } from './faulty-store.ts';
import { assertReadable, type Told } from './told.ts';

let world: FaultWorld;

/** Holds by how many milliseconds the gateway's clock is ahead. */
let clock: string;

before(async () => {
  clock = join(await mkdtemp(join(tmpdir(), 'vectorgate-clock-')), 'ahead');
  await writeFile(clock, '0');
  world = await FaultWorld.start({
    node: ['--import', new URL('./clock.mjs', import.meta.url).href],
    environment: { VECTORGATE_TEST_CLOCK: clock },
  });
});
after(async () => {
  await world?.close();
  await rm(dirname(clock), { recursive: true });
});

/** Another gateway over the same folder, under other circumstances. */
async function startAnew(options: Parameters<FaultWorld['startGateway']>[0]): Promise<void> {
  assert.equal(await world.gateway.stop(), 0);
  await world.startGateway(options);
}

/** With its log going nowhere any more, the gateway serves on and stops as it should. */
async function servesWithoutLog(): Promise<Seen> {
  let told: Told | undefined;
  for (let n = 0; n < 3; n += 1) {
    told = await world.write();
    assert.equal(told.status, 200);
    // Each of these writes a line to the log.
    await world.world.writePolicy('main', `${await world.policyText()}\n`);
    await pause(700);
  }
  assert.ok(told);
  const recorded = await world.recordOf(told);
  assert.equal(await world.gateway.stop(), 0, 'and it stops in good order');
  await world.startGateway();
  return {
    saw: `${told.status}, as ever`,
    recorded: `${recorded}; lines of the gateway's own log are lost meanwhile`,
    recovered: 'nothing to recover: it serves on, and ends in good order at SIGTERM',
  };
}

/** Jumps the clock, and tells what two callers see and how they go on. */
async function jump(hours: number): Promise<Seen> {
  const ana = await world.world.signIn('ana');
  assert.equal((await world.read(ana.accessToken)).status, 200);
  await writeFile(clock, String(hours * 3_600_000));
  await pause(600);
  const person = await world.read(ana.accessToken);
  const service = await world.write();
  for (const told of [person, service]) {
    assertReadable(told);
    assert.equal(told.status, 401);
  }
  assert.match(person.text, hours > 0 ? /your sign-in token has expired/ : /does not count here/);
  // What an editor does then by itself. To a clock that is ahead the provider's answer is long past: the sign-in stays.
  const fetched = await refresh(world.world.controlUrl, ana.refreshToken);
  if (hours > 0) {
    assert.equal(fetched.status, 503);
    assert.match(fetched.description ?? '', /Your sign-in is kept; try again in a moment/);
  } else {
    assert.ok(fetched.tokens);
    assert.equal((await world.read(fetched.tokens.accessToken)).status, 200);
  }
  await writeFile(clock, '0');
  await pause(600);
  const recovered = await world.recovers();
  // The provider gave a new token to a gateway that could not believe its answer, and counts the old one as stolen.
  const lost = hours > 0;
  const again = await refresh(world.world.controlUrl, fetched.tokens?.refreshToken ?? ana.refreshToken);
  if (lost) assert.match(again.description ?? '', /Sign in again\.$/);
  const { accessToken } = lost ? await world.world.signIn('ana') : (again.tokens ?? assert.fail());
  const read = await world.read(accessToken);
  assert.equal(read.status, 200);
  assert.equal(await world.recordOf(read, accessToken), 'delivered');
  return {
    saw: person.line,
    recorded: 'nothing: nobody was identified; what comes after is recorded, and the chain holds',
    recovered: `${recovered} once the clock is right; ${lost ? 'who fetched a token meanwhile signs in again' : 'sign-ins are kept'}`,
  };
}

const faults: readonly Fault[] = [
  {
    name: 'the clock jumps forward',
    injected: 'by 2 h, for a gateway with a preloaded module that moves Date (not the machine’s clock)',
    run: () => jump(2),
  },
  {
    name: 'the clock jumps back',
    injected: 'by 2 h, in the same way',
    run: () => jump(-2),
  },
  {
    name: 'file descriptors run out',
    injected: 'RLIMIT_NOFILE of 96, and 200 connections that say nothing',
    run: async () => {
      await startAnew({ under: ['prlimit', '--nofile=96:96'] });
      assert.equal((await world.write()).status, 200);
      const { hostname, port } = new URL(world.gateway.dataUrl);
      const idle: Socket[] = [];
      for (let n = 0; n < 200; n += 1)
        idle.push(connect(Number(port), hostname).on('error', () => undefined));
      await pause(500);
      const fresh = await world.world.workload('writer', { tenant: 'another-run' });
      const during = await Promise.race([
        world.write(fresh).catch((error: Error) => error),
        pause(5_000, 'no answer' as const, { ref: false }),
      ]);
      for (const socket of idle) socket.destroy();
      const recovered = await world.recovers();
      await startAnew({});
      assert.ok(during !== 'no answer', 'nobody is left waiting');
      if (!(during instanceof Error) && during.status !== 200) assertReadable(during);
      return {
        saw: during instanceof Error ? 'a connection that is closed at once' : during.line,
        recorded: 'nothing of what was not taken',
        recovered,
      };
    },
  },
  {
    name: 'nobody reads the log any more',
    injected: 'the reading ends of standard output and standard error closed (EPIPE)',
    run: async () => {
      let deafen = (): void => undefined;
      await startAnew({
        log: (child) => {
          child.stdout!.destroy();
          deafen = () => void child.stderr!.destroy();
        },
      });
      deafen();
      return servesWithoutLog();
    },
  },
  {
    name: 'the disk of the log is full',
    injected: 'standard output is /dev/full (ENOSPC)',
    run: async () => {
      await startAnew({ log: openSync('/dev/full', 'w') });
      return servesWithoutLog();
    },
  },
  {
    name: 'SIGTERM in the middle of answers',
    injected: 'while 20 changes and 20 reads are at the store',
    run: async () => {
      const held = Promise.withResolvers<void>();
      let waiting = 0;
      world.store.misbehave(async ({ socket, ask }) => {
        waiting += 1;
        await held.promise;
        const { body } = await ask();
        answerWith(socket, body);
      });
      const underWay = Promise.all(
        Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? world.write() : world.read())),
      );
      underWay.catch(() => undefined);
      await until('all are at the store', () => waiting === 40);
      const { dataUrl } = world.gateway;
      const stopped = world.gateway.stop();
      await until(
        'no new request is taken',
        () =>
          new Promise<boolean>((resolve) => {
            get(dataUrl, { agent: new Agent() }, (answer) => {
              answer.resume();
              resolve(false);
            }).on('error', () => resolve(true));
          }),
      );
      held.resolve();
      const told = await underWay;
      assert.deepEqual([...new Set(told.map(({ status }) => status))], [200]);
      assert.equal(await stopped, 0);
      world.store.misbehave(undefined);
      await world.startGateway();
      for (const one of told) assert.equal(await world.recordOf(one), 'delivered');
      return {
        saw: '40 of 40 answered with 200; new connections are refused',
        recorded: '40 delivered',
        restart: 'it was asked to end: exit code 0',
      };
    },
  },
];

test('a gateway whose surroundings fail serves on, or says why not', async (context) => {
  await injectAll(context, 'Faults of the process and its machine', faults, () => world.nothingIsLost());
});
