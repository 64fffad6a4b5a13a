import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { SigningKeys } from './signing-keys.ts';
import { SealedState } from './state/sealed-state.ts';
import { SqliteStateStore } from './state/sqlite-state-store.ts';

const [hour, day] = [3_600, 86_400];
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-keys-'));
});
after(() => rm(folder, { recursive: true }));

/** Keys over a state of their own, under a clock that the test sets. */
async function keysAt(name: string) {
  const clock = { now: 0 };
  const state = await SealedState.open(
    new SqliteStateStore(join(folder, `${name}.sqlite`), () => clock.now),
    new Uint8Array(32),
  );
  const keys = await SigningKeys.open(state, () => clock.now);
  const at = async (instant: number, which = keys): Promise<readonly string[]> => {
    clock.now = instant;
    await which.upToDate();
    assert.deepEqual([...which.publicKeys.keys()].sort(), which.jwks.map(({ kid }) => kid).sort());
    return which.jwks.map(({ kid }) => kid);
  };
  return { clock, state, keys, at };
}

test('a key signs for 30 days; its successor is published an hour before; it goes when its last token has ended', async () => {
  const { state, keys, at } = await keysAt('turn');
  try {
    const [first] = await at(0);
    assert.deepEqual(await at(30 * day - hour - 61), [first]);
    const [still, next, ...more] = await at(30 * day - hour);
    assert.equal(still, first);
    assert.ok(next !== undefined && next !== first && more.length === 0);
    assert.deepEqual(await at(30 * day - 61), [first, next]);
    assert.deepEqual(await at(30 * day), [next, first]);
    assert.deepEqual(await at(30 * day + 800), [next, first]);
    assert.deepEqual(await at(30 * day + 900 + 60), [next]);
    assert.equal((await state.list('signing-key')).length, 1, 'nothing private of it is left');
    for (const key of keys.publicKeys.values()) assert.equal(key.type, 'public');
  } finally {
    await state.close();
  }
});

test('keys are the same object until they turn, and are looked at once a minute', async () => {
  const { state, keys, at } = await keysAt('same');
  try {
    const { jwks } = keys;
    await at(10 * day);
    assert.equal(keys.jwks, jwks);
    await at(30 * day - hour - 30);
    await at(30 * day - hour + 29);
    assert.equal(keys.jwks, jwks, 'not looked at within a minute');
    await at(30 * day - hour + 31);
    assert.notEqual(keys.jwks, jwks);
  } finally {
    await state.close();
  }
});

test('a gateway that was off for long signs with the old key until the next one was published for an hour', async () => {
  const { state, at } = await keysAt('off');
  try {
    const [first] = await at(0);
    const [signing, next] = await at(90 * day);
    assert.equal(signing, first);
    assert.deepEqual(await at(90 * day + hour), [next, first]);
    assert.deepEqual(await at(90 * day + 2 * hour), [next]);
  } finally {
    await state.close();
  }
});

test('two gateways over one state know each other’s keys before either signs with them', async () => {
  const { clock, state, at } = await keysAt('two');
  try {
    const other = await SigningKeys.open(state, () => clock.now);
    assert.deepEqual(await at(0, other), await at(0));
    const [, next] = await at(30 * day - hour);
    assert.deepEqual(await at(30 * day - hour + 60, other), await at(30 * day - hour + 60));
    assert.deepEqual((await at(30 * day, other))[0], next);
  } finally {
    await state.close();
  }
});
