import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { ArchivePartName } from './archive-schema.ts';

const ofText = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/**
 * SHA-256 over one line for everything in an archive, in this order: its checkpoint, its keys, each record with its
 * parts and what of it is withheld, and its policies. Sessions are counted from the records, so they need no line.
 */
export class ContentDigest {
  readonly #hash = sha256.create();
  #lines = '';

  checkpoint(text: string): void {
    this.#line(`checkpoint ${ofText(text)}`);
  }

  key(text: string): void {
    this.#line(`key ${ofText(text)}`);
  }

  policy(revision: string, path: string, text: string): void {
    this.#line(`policy ${ofText(revision)} ${ofText(path)} ${ofText(text)}`);
  }

  /** `shown`: the header, where it is not the recorded one. */
  record(number: number, leaf: Uint8Array, shown?: Uint8Array): void {
    this.#line(
      `record ${number} ${bytesToHex(leaf)} ${shown === undefined ? '-' : bytesToHex(sha256(shown))}`,
    );
  }

  /** `digest`: SHA-256 of the salt and the body, or of the body where there is no salt. */
  part(name: ArchivePartName, salted: boolean, digest: Uint8Array): void {
    this.#line(`${salted ? 'part' : 'shown-part'} ${name} ${bytesToHex(digest)}`);
  }

  /** What was masked, in ways that leave marks, in the part before it, which was masked again. */
  masked(name: ArchivePartName, list: string): void {
    this.#line(`masked ${name} ${ofText(list)}`);
  }

  withheld(name: ArchivePartName, reason: string): void {
    this.#line(`withheld ${name} ${ofText(reason)}`);
  }

  /** Hex. Nothing is added afterwards. */
  end(): string {
    this.#flush();
    return bytesToHex(this.#hash.digest());
  }

  #line(line: string): void {
    this.#lines += `${line}\n`;
    if (this.#lines.length > 64 * 1024) this.#flush();
  }

  #flush(): void {
    this.#hash.update(utf8ToBytes(this.#lines));
    this.#lines = '';
  }
}
