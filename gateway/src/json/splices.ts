import type { JsonMember, JsonNode, JsonObject } from './json-node.ts';

interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Stretches of so many bytes are cheaper to send by themselves than to copy. */
const worthKeeping = 64 * 1024;
const comma = 0x2c;
const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Edits of a byte text by spans. All positions are those of the original. Without an edit the result is the
 * identical buffer; with edits only the edited spans differ.
 */
export class Splices {
  readonly #bytes: Buffer;
  readonly #splices: Splice[];

  constructor(bytes: Buffer, before?: Splices) {
    this.#bytes = bytes;
    this.#splices = before === undefined ? [] : [...before.#splices];
  }

  /** The same edits so far; further ones are made in one of the two. */
  fork(): Splices {
    return new Splices(this.#bytes, this);
  }

  get count(): number {
    return this.#splices.length;
  }

  replace(start: number, end: number, text: string): void {
    this.#splices.push({ start, end, text });
  }

  replaceNode(node: JsonNode, json: string): void {
    this.replace(node.start, node.end, json);
  }

  /** Adds a member before all others of an object. */
  insertMember(object: JsonObject, key: string, json: string): void {
    const separator = object.members.size === 0 ? '' : ',';
    this.replace(object.start + 1, object.start + 1, `${JSON.stringify(key)}:${json}${separator}`);
  }

  /** Removes members of one object, with their commas. Call once for each object. */
  removeMembers(object: JsonObject, doomed: (key: string, member: JsonMember) => boolean): number {
    return this.#remove(
      object.members.list.map((member) => ({
        start: member.keyStart,
        end: member.value.end,
        doomed: doomed(member.key, member),
      })),
    );
  }

  /** Removes items of one array, with their commas. Call once for each array. */
  removeItems(
    array: { readonly items: readonly JsonNode[] },
    doomed: (item: JsonNode, index: number) => boolean,
  ): number {
    return this.#remove(
      array.items.map((item, index) => ({ start: item.start, end: item.end, doomed: doomed(item, index) })),
    );
  }

  #remove(parts: readonly { start: number; end: number; doomed: boolean }[]): number {
    let kept = false;
    let removed = 0;
    for (const [i, part] of parts.entries()) {
      if (!part.doomed) {
        kept = true;
        continue;
      }
      removed++;
      if (kept) {
        // The comma before goes with it, and the space around that comma.
        const previous = parts[i - 1]!;
        this.replace(previous.end, part.end, '');
      } else {
        // Nothing stays before it: the comma behind goes with it.
        const next = parts[i + 1];
        this.replace(part.start, next === undefined ? part.end : this.#afterComma(part.end), '');
      }
    }
    return removed;
  }

  #afterComma(from: number): number {
    let i = from;
    while (isSpace(this.#bytes[i])) i++;
    if (this.#bytes[i] === comma) i++;
    while (isSpace(this.#bytes[i])) i++;
    return i;
  }

  /** The edited text, or the identical buffer when nothing was edited. Spans inside a replaced or removed one are dropped. */
  apply(): Buffer {
    return this.#splices.length === 0 ? this.#bytes : this.#assemble(this.#kept(), 0, this.#bytes.length);
  }

  /** The edited text in one or more pieces: long stretches that no edit touches are views of the original. */
  pieces(): readonly [Buffer, ...Buffer[]] {
    const pieces: Buffer[] = [];
    const kept = this.#kept();
    let from = 0;
    let first = 0;
    let at = 0;
    for (let i = 0; i <= kept.length; i++) {
      const next = kept[i]?.start ?? this.#bytes.length;
      if (next - at >= worthKeeping) {
        if (at > from || i > first) pieces.push(this.#assemble(kept.slice(first, i), from, at));
        pieces.push(this.#bytes.subarray(at, next));
        from = next;
        first = i;
      }
      at = kept[i]?.end ?? next;
    }
    if (at > from || kept.length > first) pieces.push(this.#assemble(kept.slice(first), from, at));
    const [head = this.#bytes, ...rest] = this.#splices.length === 0 ? [] : pieces;
    return [head, ...rest];
  }

  /** The edits that stand, in order. */
  #kept(): readonly Splice[] {
    let at = 0;
    return this.#ordered().filter(({ start, end }) => {
      if (start < at) return false;
      at = end;
      return true;
    });
  }

  /** The text in `[start, end)`, edited. */
  #assemble(splices: readonly Splice[], start: number, end: number): Buffer {
    let length = end - start;
    for (const splice of splices) length += Buffer.byteLength(splice.text) - (splice.end - splice.start);
    const edited = Buffer.allocUnsafe(length);
    let from = start;
    let to = 0;
    for (const splice of splices) {
      to += this.#bytes.copy(edited, to, from, splice.start);
      to += edited.write(splice.text, to);
      from = splice.end;
    }
    this.#bytes.copy(edited, to, from, end);
    return edited;
  }

  #ordered(): readonly Splice[] {
    const splices = this.#splices;
    let last = -1;
    for (const { start, end } of splices) {
      // Most answers are masked from front to back: nothing to sort.
      if (start <= last) return sorted(splices);
      last = Math.max(start, end - 1);
    }
    return splices;
  }
}

const sorted = (splices: readonly Splice[]): readonly Splice[] =>
  splices
    .map((splice, order) => ({ ...splice, order }))
    .sort(
      (a, b) =>
        a.start - b.start ||
        Number(a.end > a.start) - Number(b.end > b.start) ||
        b.end - a.end ||
        a.order - b.order,
    );
