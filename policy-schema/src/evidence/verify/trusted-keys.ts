import type { SignedCheckpoint } from '../notes/checkpoint.ts';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '../notes/verifier-key.ts';
import { verifyNote } from '../notes/verify-note.ts';

/**
 * Who signed a checkpoint: a key that is believed (`vouched`), one of the log's own for which nothing vouches
 * (`unvouched`), one that nobody ever heard of (`unknown`); or a line is not of the key that it names (`forged`).
 */
export interface Signer {
  readonly is: 'vouched' | 'unvouched' | 'unknown' | 'forged';
  /** Name and id of the first key. */
  readonly key: string;
}

/**
 * The keys that are believed. It begins with those that somebody gave; a key that a record names as the next one is
 * believed, too, once a checkpoint behind that record is signed by a key that is.
 */
export class TrustedKeys {
  readonly #believed: VerifierKey[];
  readonly #known: readonly VerifierKey[];
  #announced: VerifierKey[] = [];

  /** `known`: keys that the log says are its own, which by itself is no reason to believe them. */
  constructor(believed: readonly VerifierKey[], known: readonly VerifierKey[]) {
    this.#believed = [...believed];
    this.#known = known;
  }

  /** Those that are believed, as C2SP signed-note writes them. */
  texts(): string[] {
    return [...new Set(this.#believed.map(formatVerifierKey))];
  }

  /** A record names the key that signs from here on. */
  announce(text: string): void {
    const key = parseVerifierKey(text);
    if (key !== undefined) this.#announced.push(key);
  }

  /** The records up to a checkpoint that is vouched for are as they were signed: what they announce is believed. */
  confirm(): void {
    this.#believed.push(...this.#announced);
    this.#announced = [];
  }

  async signerOf({ note }: SignedCheckpoint): Promise<Signer> {
    const [first] = note.signatures;
    const key = `${first?.name}+${first?.id}`;
    let is: Signer['is'] = 'unknown';
    for (const [keys, found] of [
      [[...this.#known, ...this.#announced], 'unvouched'],
      [this.#believed, 'vouched'],
    ] as const) {
      for (const one of keys) {
        const signed = await verifyNote(note, one);
        if (signed === 'forged') return { is: 'forged', key };
        if (signed === 'signed') is = found;
      }
    }
    return { is, key };
  }
}
