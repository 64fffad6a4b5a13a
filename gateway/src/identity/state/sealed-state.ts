import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { GateError } from '../../errors/gate-error.ts';
import type { StateRow, StateStore } from './state-store.ts';

export interface Placement {
  /** Seconds since the epoch. */
  readonly expires: number;
  readonly group?: string;
  readonly alias?: string;
}

export interface Opened<Value> {
  readonly value: Value;
  /** Seconds since the epoch. */
  readonly expires: number;
  readonly consumed?: number;
}

const nonceBytes = 12;
const tagBytes = 16;

/**
 * Sign-in state, sealed: a `StateStore` behind keyed digests and AES-256-GCM. A row is bound to its kind and key, so
 * that rows cannot be swapped; an id (which may be a refresh token) cannot be read back from the store.
 */
export class SealedState {
  readonly #store: StateStore;
  readonly #sealKey: Uint8Array;
  readonly #digestKey: Uint8Array;

  private constructor(store: StateStore, key: Uint8Array) {
    const derive = (purpose: string): Uint8Array =>
      new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), `vectorgate sign-in ${purpose}`, 32));
    this.#store = store;
    this.#sealKey = derive('seal');
    this.#digestKey = derive('digest');
  }

  /** Opens; throws `GateError` code `sign-in-state` when the state was sealed under another key. */
  static async open(store: StateStore, key: Uint8Array): Promise<SealedState> {
    const state = new SealedState(store, key);
    const [proof] = await store.list('proof');
    if (proof === undefined) {
      await state.put('proof', 'proof', {}, { expires: Number.MAX_SAFE_INTEGER });
    } else {
      state.#open(proof);
    }
    return state;
  }

  put(kind: string, id: string, value: object, placement: Placement): Promise<void> {
    return this.#store.put(this.#seal(kind, id, value, placement));
  }

  /** Replaces what is there. False when it is not: what was removed meanwhile stays removed. */
  replace(kind: string, id: string, value: object, placement: Placement): Promise<boolean> {
    return this.#store.replace(this.#seal(kind, id, value, placement));
  }

  async get<Value extends object>(kind: string, id: string): Promise<Opened<Value> | undefined> {
    const row = await this.#store.get(kind, this.#digest(kind, id));
    return row && this.#open<Value>(row);
  }

  async getByAlias<Value extends object>(kind: string, alias: string): Promise<Opened<Value> | undefined> {
    const row = await this.#store.getByAlias(kind, this.#digest('alias', alias));
    return row && this.#open<Value>(row);
  }

  async list<Value extends object>(kind: string, group?: string): Promise<readonly Opened<Value>[]> {
    const rows = await this.#store.list(kind, group === undefined ? undefined : this.#digest('group', group));
    return rows.map((row) => this.#open<Value>(row));
  }

  /** Marks as used up, atomically. False when it already was, or is not there. */
  consume(kind: string, id: string, instant: number): Promise<boolean> {
    return this.#store.consume(kind, this.#digest(kind, id), instant);
  }

  remove(kind: string, id: string): Promise<void> {
    return this.#store.remove(kind, this.#digest(kind, id));
  }

  removeGroup(kind: string, group: string): Promise<void> {
    return this.#store.removeGroup(kind, this.#digest('group', group));
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  #digest(kind: string, id: string): string {
    return createHmac('sha256', this.#digestKey).update(`${kind}\n${id}`).digest('base64url');
  }

  #seal(kind: string, id: string, value: object, { expires, group, alias }: Placement): StateRow {
    const key = this.#digest(kind, id);
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#sealKey, nonce).setAAD(Buffer.from(`${kind}\n${key}`));
    const sealed = Buffer.concat([
      nonce,
      cipher.update(JSON.stringify(value), 'utf8'),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return {
      kind,
      key,
      expires,
      sealed,
      ...(group !== undefined && { group: this.#digest('group', group) }),
      ...(alias !== undefined && { alias: this.#digest('alias', alias) }),
    };
  }

  #open<Value extends object>(row: StateRow): Opened<Value> {
    const sealed = Buffer.from(row.sealed.buffer, row.sealed.byteOffset, row.sealed.byteLength);
    let text: string;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#sealKey, sealed.subarray(0, nonceBytes))
        .setAAD(Buffer.from(`${row.kind}\n${row.key}`))
        .setAuthTag(sealed.subarray(sealed.length - tagBytes));
      text = Buffer.concat([
        decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes)),
        decipher.final(),
      ]).toString('utf8');
    } catch (cause) {
      throw new GateError(
        'sign-in-state',
        'VectorGate: the sign-in state was written under another master key, or was changed. Restore the key, or move sign-in.sqlite out of the data folder (everybody then signs in again).',
        { kind: row.kind },
        { cause },
      );
    }
    return {
      value: JSON.parse(text) as Value,
      expires: row.expires,
      ...(row.consumed !== undefined && { consumed: row.consumed }),
    };
  }
}
