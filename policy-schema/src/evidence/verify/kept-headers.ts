import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { RecordsSource } from '../log/records-source.ts';
import { sameBytes } from '../tree/same-bytes.ts';
import { leafHash } from '../tree/tree-hash.ts';
import type { EvidenceProblem } from './evidence-report.ts';
import { readText } from './read-text.ts';

/** A header that stays of a record which was removed, as its line in the file of them. */
export const keptHeaderLine = (index: number, header: string): string => `${index} ${header}\n`;

/**
 * Headers that stay when their segments go: those that tell what was done to the records themselves, so that a change of
 * keys can be followed for ever. Each is proved by its leaf hash, which stays in the tree.
 */
export class KeptHeaders {
  readonly #headers: ReadonlyMap<number, Uint8Array>;
  readonly #proved = new Set<number>();
  readonly #lines: number;

  private constructor(headers: ReadonlyMap<number, Uint8Array>, lines: number) {
    this.#headers = headers;
    this.#lines = lines;
  }

  static async read(source: RecordsSource): Promise<KeptHeaders> {
    const text = (await readText(source, 'evidence', 'headers')) ?? '';
    const lines = text.split('\n').filter((line) => line !== '');
    const headers = new Map<number, Uint8Array>();
    for (const line of lines) {
      const space = line.indexOf(' ');
      if (/^\d{1,15}$/.test(line.slice(0, space)))
        headers.set(Number(line.slice(0, space)), utf8ToBytes(line.slice(space + 1)));
    }
    // A last line that is not whole counts as one that nothing proves.
    return new KeptHeaders(headers, lines.length + (text === '' || text.endsWith('\n') ? 0 : 1));
  }

  /** The header that was kept of a record; undefined when none was, or it is not what the leaf was made of. */
  at(index: number, leaf: Uint8Array): Uint8Array | undefined {
    const header = this.#headers.get(index);
    if (header === undefined || !sameBytes(leafHash(header), leaf)) return undefined;
    this.#proved.add(index);
    return header;
  }

  /** What the file holds beside headers of removed records. To be asked at the end. */
  problems(): EvidenceProblem[] {
    if (this.#proved.size === this.#lines) return [];
    return [{ code: 'header-malformed', reason: 'a header kept of a removed record is not that record’s' }];
  }
}
