import type { JsonNode } from '../../../../json/json-node.ts';
import { readKey } from '../../../../json/known-keys.ts';
import { AnswerWireError } from './answer-wire-error.ts';
import { BackwardWriter } from './backward-writer.ts';
import { encodeValue } from './encode-value.ts';
import { isAt } from './json-writer.ts';
import { TwinWriter } from './twin-writer.ts';
import { mostValues } from './value-writer.ts';
import { spanSize, WireReader } from './wire-reader.ts';

/** The head of a text in a `qdrant.Value`. */
const textTag = 0x22;

export const mismatch = (): AnswerWireError =>
  new AnswerWireError('the answer says something that its message cannot say');

export const memberOf = (node: JsonNode | undefined, name: string): JsonNode | undefined =>
  node?.kind === 'object' ? node.members.get(name)?.value : undefined;

/** What became of a part of a message. */
export type Became = 'same' | 'other' | 'gone';

/** Writes values of payloads as masked JSON says them. What it says as before is kept to the byte. */
export class ValueRewriter {
  readonly wire: WireReader;
  /** The masked JSON. */
  readonly masked: Buffer;
  readonly out: BackwardWriter;
  /** Writes what stood there before, to compare. */
  readonly before: TwinWriter;

  constructor(message: Buffer, masked: Buffer) {
    this.wire = new WireReader(message);
    this.masked = masked;
    this.out = new BackwardWriter(message);
    this.before = new TwinWriter(new WireReader(message), 1024);
  }

  /** Whether what stood there before is what a node says. */
  matches(node: JsonNode | undefined, write: (before: TwinWriter) => void): boolean {
    if (node === undefined) return false;
    const { json } = this.before;
    json.back();
    this.before.left = mostValues;
    write(this.before);
    return json.equals(this.masked, node.start, node.end);
  }

  /** One entry of a map to values, with its head. */
  member(number: number, from: number, start: number, end: number, object: JsonNode | undefined): Became {
    const wire = this.wire;
    const out = this.out;
    wire.entry(start, end);
    const { keyStart, keyEnd, valueStart, valueEnd } = wire;
    const node = memberOf(object, readKey(wire.bytes, keyStart, keyEnd));
    if (node === undefined) return 'gone';
    const before = out.length;
    if (this.#isValue(valueStart, valueEnd, node)) {
      out.keep(from, end);
      return 'same';
    }
    this.#rewriteValue(valueStart, valueEnd, node);
    out.head(2, before);
    const key = out.length;
    out.keep(keyStart, keyEnd);
    out.head(1, key);
    out.head(number, before);
    return 'other';
  }

  /** Whether a `qdrant.Value` says what a node says. */
  #isValue(start: number, end: number, node: JsonNode): boolean {
    if (node.kind === 'string' && !node.escaped && start < end && this.wire.bytes[start] === textTag) {
      // No need to write it once more: what needs no escape stands in both alike.
      const from = this.#textStart(start, end);
      const length = node.end - node.start - 2;
      return end - from === length && isAt(this.wire.bytes, from, this.masked, node.start + 1, length);
    }
    return this.matches(node, (before) => before.anyJson(start, end, 0));
  }

  #textStart(start: number, end: number): number {
    const wire = this.wire;
    wire.at = start + 1;
    wire.counted(end);
    return wire.at;
  }

  /** Writes the content of a value that differs; what does not differ inside it is kept. */
  #rewriteValue(start: number, end: number, node: JsonNode): void {
    const wire = this.wire;
    const out = this.out;
    const before = out.length;
    wire.at = start;
    const tag = start === end ? 0 : wire.tag(end);
    if (tag === 0x32 && node.kind === 'object') {
      const spans = wire.fields(wire.skip(tag, end), end);
      let left = node.members.size;
      for (let i = spans.length - spanSize; i >= 0; i -= spanSize)
        if (this.member(1, spans[i + 1]!, spans[i + 2]!, spans[i + 3]!, node) !== 'gone') left--;
      if (left !== 0) throw mismatch();
      out.head(6, before);
    } else if (tag === 0x3a && node.kind === 'array') {
      const spans = wire.fields(wire.skip(tag, end), end);
      if (spans.length !== node.items.length * spanSize) {
        encodeValue(out, this.masked, node);
        return;
      }
      for (let i = spans.length - spanSize; i >= 0; i -= spanSize) {
        const item = node.items[i / spanSize]!;
        const [from, content, to] = [spans[i + 1]!, spans[i + 2]!, spans[i + 3]!];
        if (this.#isValue(content, to, item)) out.keep(from, to);
        else {
          const inner = out.length;
          this.#rewriteValue(content, to, item);
          out.head(1, inner);
        }
      }
      out.head(7, before);
    } else encodeValue(out, this.masked, node);
  }
}
