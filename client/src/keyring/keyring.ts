import { AsyncEntry } from '@napi-rs/keyring';
import { isRecord, text } from '../api/read-json.ts';
import type { HeldTokens } from '../keeper/held-tokens.ts';
import { isBindingKey } from '../sign-in/binding-key.ts';

const service = 'VectorGate';
/** A keyring that is locked asks the person, perhaps on a screen that nobody looks at. In milliseconds. */
const patience = 10_000;

/** What the operating system's keyring holds of a sign-in: what renews it, and no access token. */
export type KeptSignIn = Pick<HeldTokens, 'issuer' | 'clientId' | 'refreshToken' | 'key'>;

/**
 * The place of one gateway's sign-in in the operating system's keyring (macOS Keychain, Windows Credential Manager,
 * freedesktop Secret Service). Where the system has none that opens, nothing is kept and nobody is told off: the sign-in
 * then lives in memory alone.
 */
export class Keyring {
  readonly #entry: AsyncEntry | undefined;

  constructor(controlUrl: string) {
    try {
      // The kernel's own keyring, the other choice on Linux, is no such place: it is read by every process of the user.
      this.#entry = new AsyncEntry(service, controlUrl, { linux: { store: 'secret-service' } });
    } catch {
      this.#entry = undefined;
    }
  }

  /** @returns whether it is kept */
  async keep({ issuer, clientId, refreshToken, key }: KeptSignIn): Promise<boolean> {
    const kept: KeptSignIn = { issuer, clientId, refreshToken, key };
    return this.#try(async (entry, signal) => {
      await entry.setPassword(JSON.stringify(kept), signal);
      return true;
    }, false);
  }

  /** What is kept, or undefined. */
  async read(): Promise<KeptSignIn | undefined> {
    const found = await this.#try((entry, signal) => entry.getPassword(signal), null);
    return found === null ? undefined : readKept(found);
  }

  async forget(): Promise<void> {
    await this.#try((entry, signal) => entry.deleteCredential(signal), false);
  }

  async #try<T>(work: (entry: AsyncEntry, signal: AbortSignal) => Promise<T>, otherwise: T): Promise<T> {
    if (this.#entry === undefined) return otherwise;
    try {
      return await work(this.#entry, AbortSignal.timeout(patience));
    } catch {
      return otherwise;
    }
  }
}

function readKept(found: string): KeptSignIn | undefined {
  let kept: unknown;
  try {
    kept = JSON.parse(found);
  } catch {
    return undefined; // somebody else's: as if there were none
  }
  if (!isRecord(kept) || !isBindingKey(kept.key)) return undefined;
  const [issuer, clientId, refreshToken] = [text(kept.issuer), text(kept.clientId), text(kept.refreshToken)];
  return issuer && clientId && refreshToken ? { issuer, clientId, refreshToken, key: kept.key } : undefined;
}
