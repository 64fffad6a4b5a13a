import { join } from 'node:path';
import type { JWK } from 'jose';
import { openSigningKeys } from '../signing-keys.ts';
import { SealedState } from '../state/sealed-state.ts';
import { SqliteStateStore } from '../state/sqlite-state-store.ts';

/** The private key that a gateway signs with, read beside it from its data folder: for forging with the real key. */
export async function ownSigningKey(
  dataFolder: string,
  key: Uint8Array,
): Promise<JWK & { readonly kid: string }> {
  const now = (): number => Math.floor(Date.now() / 1000);
  const state = await SealedState.open(new SqliteStateStore(join(dataFolder, 'sign-in.sqlite'), now), key);
  try {
    const [signing] = (await openSigningKeys(state, now())).jwks;
    if (signing === undefined) throw new Error('the gateway has no signing key');
    return signing;
  } finally {
    await state.close();
  }
}
