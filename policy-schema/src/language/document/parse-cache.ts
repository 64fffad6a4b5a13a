import type { PolicyFile } from '../../compile/compile-policies.ts';
import { type ParsedText, parseText } from '../../compile/read-file.ts';

/** Parses each version of a file once: parsing is the dear part of everything here. */
export class ParseCache {
  readonly #kept = new Map<string, { readonly text: string; readonly parsed: ParsedText }>();

  readonly parse = ({ path, text }: PolicyFile): ParsedText => {
    const kept = this.#kept.get(path);
    if (kept?.text === text) return kept.parsed;
    const parsed = parseText(text);
    this.#kept.set(path, { text, parsed });
    return parsed;
  };

  /** Forgets a file that is gone. */
  forget(path: string): void {
    this.#kept.delete(path);
  }
}
