import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Secrets } from './person-session.ts';
import { SharedSecrets } from './shared-secrets.ts';
import { WindowCircle } from './window-circle.ts';

const base = await mkdtemp(join(tmpdir(), 'vectorgate-circle-'));
after(() => rm(base, { recursive: true }));
let next = 0;

/** A browser tab's storage: a copy of its own. */
const tab = (): Secrets & { readonly kept: Map<string, string> } => {
  const kept = new Map<string, string>();
  return {
    kept,
    get: async (key) => kept.get(key),
    store: async (key, value) => void kept.set(key, value),
    delete: async (key) => void kept.delete(key),
  };
};

/** A window in this process: its note is given a name of its own, which a process id is elsewhere. */
async function window(meeting: string) {
  const own = tab();
  const changed: string[] = [];
  const folder = await mkdtemp(join(base, 'w'));
  const shared = new SharedSecrets(
    own,
    async (heard) => {
      const real = process.pid;
      Object.defineProperty(process, 'pid', { value: real * 1000 + next++, configurable: true });
      try {
        return await WindowCircle.join(meeting, folder, heard);
      } finally {
        Object.defineProperty(process, 'pid', { value: real, configurable: true });
      }
    },
    (key) => void changed.push(key),
    (why) => assert.fail(String(why)),
  );
  // Joined once the first word was said.
  await shared.delete('none');
  return { own, shared, changed, folder };
}

test('what one window keeps, renews and gives up, all others have when it is done', async () => {
  const meeting = join(base, 'one');
  const [a, b, c] = [await window(meeting), await window(meeting), await window(meeting)];
  await a.shared.store('k', '1');
  assert.deepEqual([b.own.kept.get('k'), c.own.kept.get('k')], ['1', '1']);
  await c.shared.store('k', '2');
  assert.equal(await a.shared.get('k'), '2');
  await b.shared.delete('k');
  assert.equal(await a.shared.get('k'), undefined);
  assert.deepEqual(a.changed.filter((key) => key === 'k').length, 2);
  for (const { shared } of [a, b, c]) await shared.leave();
  assert.deepEqual(await readdir(meeting), []);
});

test('a new window whose tab is older than the last renewal asks the others before it uses what it has', async () => {
  const meeting = join(base, 'late');
  const a = await window(meeting);
  await a.shared.store('k', 'new');
  const b = await window(meeting);
  b.own.kept.set('k', 'old');
  assert.equal(await b.shared.get('k'), 'new');
  // Asked once: later it hears of changes by itself, and its own stand.
  await b.shared.delete('k');
  assert.equal(await b.shared.get('k'), undefined);
  assert.equal(a.own.kept.get('k'), undefined);
  for (const { shared } of [a, b]) await shared.leave();
});

test('a window that is gone is forgotten, and one whose socket others could take is not spoken to', async () => {
  const meeting = join(base, 'two');
  const [a, b] = [await window(meeting), await window(meeting)];
  await writeFile(join(meeting, '1'), join(base, 'nothing', 'window.sock'));
  await chmod(b.folder, 0o755);
  await a.shared.store('k', '1');
  assert.equal(b.own.kept.get('k'), undefined);
  assert.equal((await readdir(meeting)).length, 1);
  for (const { shared } of [a, b]) await shared.leave();
});

test('what is no message of ours changes nothing', async () => {
  const meeting = join(base, 'three');
  const a = await window(meeting);
  await a.shared.store('k', '1');
  for (const said of [
    '',
    'x',
    '{}',
    '{"key":1}',
    '{"key":"k","value":2}',
    '[]',
    'null',
    '"k"',
    'x'.repeat(70_000),
  ])
    await new Promise<void>((done) => {
      const socket = createConnection(join(a.folder, 'window.sock'), () => socket.write(`${said}\n`));
      socket.once('data', () => socket.destroy());
      socket.once('error', () => done()).once('close', () => done());
    });
  assert.equal(a.own.kept.get('k'), '1');
  await a.shared.leave();
});

test('a window that finds no place to meet the others says so, and has its secrets for itself', async () => {
  const own = tab();
  const why: unknown[] = [];
  const shared = new SharedSecrets(
    own,
    () => Promise.reject(new Error('no place')),
    () => {},
    (reason) => void why.push(reason),
  );
  await shared.store('k', '1');
  assert.equal(await shared.get('k'), '1');
  assert.match(String(why), /no place/);
});
