import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';

/** What stands for a place to fill while YAML is read: its number, then what it holds at first. */
const [open, middle, close] = ['\ue000', '\ue001', '\ue002'];
const place = /\ue000(\d+)\ue001([^\ue002]*)\ue002/g;
const isPlace = /^\ue000(\d+)\ue001([^\ue002]*)\ue002$/;

/**
 * What is inserted into YAML, as it is written in JSON. Several entries of a list come with commas between them.
 *
 * @param isSnippet whether it has places to fill, which the result has too
 */
export function jsonInsert(
  insert: string,
  isSnippet: boolean,
  as: 'key' | 'value' | 'entries' | 'document',
): string {
  const marked = isSnippet
    ? insert
        // What is marked in a snippet stands for itself.
        .replace(/\\([\\$}])|\$\{(\d+):([^}]*)\}|\$(\d+)/g, (_, marked, n, holds, bare) => {
          if (marked !== undefined) return marked;
          return bare === undefined
            ? `${open}${n}${middle}${holds}${close}`
            : `${open}${bare}${middle}${close}`;
        })
    : insert;
  const { contents } = parseDocument(as === 'entries' ? `- ${marked}` : marked, { version: '1.2' });
  const text = new Text(isSnippet);
  if (as === 'key') return isMap(contents) ? text.pairs(contents).join(', ') : text.quoted(marked);
  if (as === 'entries')
    return isSeq(contents) ? contents.items.map((one) => text.lines(one)).join(',\n') : '';
  return as === 'document' ? text.lines(contents) : text.inline(contents);
}

class Text {
  readonly #isSnippet: boolean;

  constructor(isSnippet: boolean) {
    this.#isSnippet = isSnippet;
  }

  /** A map over lines, anything else on one. */
  lines(node: unknown): string {
    return isMap(node)
      ? `{\n${this.pairs(node)
          .map((pair) => `  ${pair}`)
          .join(',\n')}\n}`
      : this.inline(node);
  }

  inline(node: unknown, inList = false): string {
    if (isMap(node)) {
      // Nothing but a place where keys begin.
      const [first] = node.items;
      const isBare = first?.value === null || (isScalar(first?.value) && first.value.value === null);
      const key = isBare && isScalar(first?.key) ? isPlace.exec(String(first.key.value)) : null;
      return key === null ? `{ ${this.pairs(node).join(', ')} }` : `{ $${key[1]} }`;
    }
    if (isSeq(node)) return `[${node.items.map((item) => this.inline(item, true)).join(', ')}]`;
    const value = isScalar(node) ? node.value : null;
    if (typeof value !== 'string') return JSON.stringify(value);
    const [, number, holds] = isPlace.exec(value) ?? [];
    // A place that holds nothing yet may become anything, but in lists of names.
    if (number !== undefined && holds === '' && (!inList || number === '0')) return `$${number}`;
    if (number !== undefined && /^(\d+|true|false)$/.test(holds ?? '')) return `\${${number}:${holds}}`;
    return this.quoted(value);
  }

  pairs({
    items,
  }: {
    readonly items: readonly { readonly key: unknown; readonly value: unknown }[];
  }): string[] {
    return items.map(({ key, value }) => {
      const name = isScalar(key) ? String(key.value) : '';
      const written = value as Node | null;
      const isEmpty = isScalar(written) && written.value === null && written.source === '';
      return `${this.quoted(name)}: ${written === null || isEmpty ? '' : this.inline(written)}`;
    });
  }

  quoted(text: string): string {
    const json = JSON.stringify(text);
    if (!this.#isSnippet) return json;
    return json
      .replace(/[\\$}]/g, '\\$&')
      .replace(place, (_, number, holds) => (holds === '' ? `$${number}` : `\${${number}:${holds}}`));
  }
}
