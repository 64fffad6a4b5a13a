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
 * believed, too, once a checkpoint behind that record is signed by a key that is. The one before vouches for nothing
 * from there on: it may have been given up because somebody took it.
 */
export class TrustedKeys {
  #believed: VerifierKey[];
  /** All that ever were. */
  readonly #trusted = new Set<string>();
  readonly #known: VerifierKey[];
  #announced: { readonly from: string; readonly key: VerifierKey }[] = [];

  /** `known`: keys that the log says are its own, which by itself is no reason to believe them. */
  constructor(believed: readonly VerifierKey[], known: readonly VerifierKey[]) {
    this.#believed = [...believed];
    this.#known = [...known];
    for (const key of believed) this.#trusted.add(formatVerifierKey(key));
  }

  /** Those that were believed somewhere, as C2SP signed-note writes them. */
  texts(): string[] {
    return [...this.#trusted];
  }

  /** A record names the key that signs from here on, and the one that did so far. */
  announce(from: string, to: string): void {
    const key = parseVerifierKey(to);
    if (key !== undefined) this.#announced.push({ from, key });
  }

  /** The records up to a checkpoint that is vouched for are as they were signed: what they announce is believed. */
  confirm(): void {
    for (const { from, key } of this.#announced) {
      this.#known.push(...this.#believed.filter((one) => formatVerifierKey(one) === from));
      this.#believed = [...this.#believed.filter((one) => formatVerifierKey(one) !== from), key];
      this.#trusted.add(formatVerifierKey(key));
    }
    this.#announced = [];
  }

  async signerOf({ note }: SignedCheckpoint): Promise<Signer> {
    const [first] = note.signatures;
    const key = `${first?.name}+${first?.id}`;
    let is: Signer['is'] = 'unknown';
    for (const [keys, found] of [
      [[...this.#known, ...this.#announced.map(({ key: one }) => one)], 'unvouched'],
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
