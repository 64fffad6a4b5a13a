import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSigningKeys } from './signing-keys.ts';
import { SealedState } from './state/sealed-state.ts';
import { SqliteStateStore } from './state/sqlite-state-store.ts';

test('a key signs for 30 days; the one before it still verifies; public keys hold nothing private', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-keys-'));
  const day = 86_400;
  const state = await SealedState.open(
    new SqliteStateStore(join(folder, 'sign-in.sqlite'), () => 0),
    new Uint8Array(32),
  );
  try {
    const first = await openSigningKeys(state, 0);
    assert.deepEqual(
      await openSigningKeys(state, 29 * day).then((keys) => keys.jwks.map((k) => k.kid)),
      first.jwks.map((k) => k.kid),
    );
    const second = await openSigningKeys(state, 31 * day);
    assert.equal(second.jwks.length, 2);
    assert.equal(second.jwks[1]?.kid, first.jwks[0]?.kid);
    const third = await openSigningKeys(state, 62 * day);
    assert.deepEqual([...third.publicKeys.keys()], [third.jwks[0]?.kid, second.jwks[0]?.kid]);
    for (const key of third.publicKeys.values()) assert.equal(key.type, 'public');
  } finally {
    await state.close();
    await rm(folder, { recursive: true });
  }
});
