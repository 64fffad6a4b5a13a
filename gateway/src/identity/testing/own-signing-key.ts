import type { JWK } from 'jose';
import { SigningKeys } from '../signing-keys.ts';
import { SealedState } from '../state/sealed-state.ts';
import { SqliteStateStore } from '../state/sqlite-state-store.ts';
import { copiedState } from './copied-state.ts';

/** The private key that a gateway signs with, read beside it from its data folder: for forging with the real key. */
export async function ownSigningKey(
  dataFolder: string,
  key: Uint8Array,
): Promise<JWK & { readonly kid: string }> {
  const now = (): number => Math.floor(Date.now() / 1000);
  const copy = copiedState(dataFolder);
  const state = await SealedState.open(new SqliteStateStore(copy.file, now), key);
  try {
    const [signing] = (await SigningKeys.open(state, now)).jwks;
    if (signing === undefined) throw new Error('the gateway has no signing key');
    return signing;
  } finally {
    await state.close();
    copy.remove();
  }
}
