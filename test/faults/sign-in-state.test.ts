import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runGateway } from '../harness/run-gateway.ts';
import { refresh } from '../harness/sign-in.ts';
import { type Fault, injectAll } from './fault-table.ts';
import { FaultWorld } from './fault-world.ts';
import { assertReadable } from './told.ts';

let world: FaultWorld;

before(async () => {
  world = await FaultWorld.start();
});
after(() => world?.close());

const data = (): string => join(world.world.folder, 'data');
const state = (): string => join(data(), 'sign-in.sqlite');

/** Another process locks the database, when it can within half a second. Resolves with what it says and its end. */
async function lockState(): Promise<{ readonly said: string; readonly end: () => Promise<void> }> {
  const program = `import { DatabaseSync } from 'node:sqlite';
    const database = new DatabaseSync(process.argv[1]);
    try {
      database.exec('PRAGMA busy_timeout = 500; BEGIN IMMEDIATE');
      process.stdout.write('locked');
    } catch (error) {
      process.stdout.write(error.message);
    }
    process.stdin.resume().once('end', () => process.exit());`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, state()], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [said] = await once(child.stdout, 'data');
  return {
    said: String(said),
    end: async () => {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}

const faults: readonly Fault[] = [
  {
    name: 'another process locks the sign-in state while the gateway runs',
    injected: 'BEGIN IMMEDIATE on sign-in.sqlite, tried by another process',
    run: async () => {
      const ana = await world.world.signIn('ana');
      const lock = await lockState();
      assert.equal(lock.said, 'database is locked');
      const next = await refresh(world.world.controlUrl, ana.refreshToken);
      await lock.end();
      assert.ok(next.tokens, next.description);
      const told = await world.read(next.tokens.accessToken);
      assert.equal(told.status, 200);
      return {
        saw: `refresh: ${next.status}; read: ${told.status}`,
        recorded: await world.recordOf(told, next.tokens.accessToken),
        recovered: `nothing to recover: the gateway keeps the lock; the other process is told "${lock.said}"`,
      };
    },
  },
  {
    name: 'another process has the sign-in state locked at a start',
    injected: 'BEGIN IMMEDIATE on sign-in.sqlite, held by another process',
    run: async () => {
      const ana = await world.world.signIn('ana');
      assert.equal(await world.gateway.stop(), 0);
      const lock = await lockState();
      assert.equal(lock.said, 'locked');
      const start = await runGateway(['--config', world.world.configurationFile]);
      assert.equal(start.code, 1);
      assert.match(
        start.err,
        /^VectorGate cannot start: another process uses the sign-in state in .*\. Stop it/,
      );
      await lock.end();
      await world.startGateway();
      assert.equal((await world.read(ana.accessToken)).status, 200, 'sign-ins are kept');
      return {
        saw: 'a connection that is refused: the gateway does not start',
        recorded: 'nothing',
        restart: start.err.trim().replaceAll(world.world.folder, '…'),
      };
    },
  },
  {
    name: 'the sign-in state is damaged while the gateway runs',
    injected: 'sign-in.sqlite and its write-ahead log overwritten with random bytes',
    run: async () => {
      const ana = await world.world.signIn('ana');
      const copies: string[] = [];
      for (const name of (await readdir(data())).filter((name) => name.startsWith('sign-in.sqlite'))) {
        copies.push(name);
        await copyFile(join(data(), name), join(world.world.folder, name));
        if (!name.endsWith('-shm')) await writeFile(join(data(), name), randomBytes(200_000));
      }
      const told = await world.read(ana.accessToken);
      const next = await refresh(world.world.controlUrl, ana.refreshToken);
      const service = await world.read();
      assert.equal(service.status, 200, 'services are not touched by it');
      if (told.status !== 200) assertReadable(told);
      assert.doesNotMatch(`${told.body} ${next.description}`, /SQLITE|sqlite|\n\s+at /);
      assert.equal(await world.gateway.stop(), 0);
      const start = await runGateway(['--config', world.world.configurationFile]);
      assert.equal(start.code, 1);
      assert.match(
        start.err,
        /^VectorGate cannot start: the sign-in state in .*sign-in\.sqlite cannot be opened\. .*move the file away \(everybody then signs in again\)/,
      );
      for (const name of copies) await rm(join(data(), name), { force: true });
      await world.startGateway();
      const { accessToken } = await world.world.signIn('ana');
      assert.equal((await world.read(accessToken)).status, 200);
      return {
        saw: `read: ${told.status}; refresh: ${next.status}${next.description === undefined ? '' : ` ${next.description}`} (what it read before is in its memory); services: 200`,
        recorded: 'what services do, as ever',
        restart: start.err.trim().replaceAll(world.world.folder, '…'),
      };
    },
  },
];

test('a sign-in state that fails holds up nobody who is known', (context) =>
  injectAll(context, 'Faults of the sign-in state', faults, async () => {
    await world.recovers();
    return world.nothingIsLost();
  }));
