import { wireType } from '@vectorgate/store-messages/protobuf';
import { AnswerWireError } from './answer-wire-error.ts';

/** How many numbers `fields` gives for each field. */
export const spanSize = 4;

/** Walks a protobuf message. What is longer than what holds it, or written as no encoder writes, throws `AnswerWireError`. */
export class WireReader {
  readonly bytes: Buffer;
  readonly view: DataView;
  at = 0;
  /** The varint that was read last, as two halves of 32 bits. */
  low = 0;
  high = 0;
  /** The entry of a map that was read last: where its key and its value lie. A value that is not there has no length. */
  keyStart = 0;
  keyEnd = 0;
  valueStart = 0;
  valueEnd = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  varint(end: number): void {
    const { bytes } = this;
    let { at } = this;
    if (at >= end) throw new AnswerWireError('a number does not end');
    let byte = bytes[at++]!;
    let low = byte & 0x7f;
    let high = 0;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      if (at >= end) throw new AnswerWireError('a number does not end');
      byte = bytes[at++]!;
      const seven = byte & 0x7f;
      if (shift < 28) low |= seven << shift;
      else if (shift === 28) {
        low |= seven << 28;
        high = seven >>> 4;
      } else {
        // Ten bytes hold 70 bits: of the tenth, one.
        if (shift === 63 && byte > 1) throw new AnswerWireError('a number is longer than 64 bits');
        high |= seven << (shift - 32);
      }
    }
    this.at = at;
    this.low = low;
    this.high = high;
  }

  /** A field's number and how its value lies: `number << 3 | type`. */
  tag(end: number): number {
    const first = this.bytes[this.at]!;
    if (this.at < end && first < 0x80) this.at++;
    else this.varint(end);
    const tag = first < 0x80 ? first : this.low >>> 0;
    const type = tag & 7;
    if (first >= 0x80 && this.high !== 0) throw new AnswerWireError('the number of a field is too large');
    if (tag < 8) throw new AnswerWireError('a field has no number');
    if (type === 3 || type === 4 || type > 5)
      throw new AnswerWireError('a value lies in a way that is not known');
    return tag;
  }

  /** Reads the length of what follows; returns where that ends. */
  counted(end: number): number {
    this.varint(end);
    if (this.high !== 0 || this.low < 0 || this.low > end - this.at)
      throw new AnswerWireError('a value is longer than what holds it');
    return this.at + this.low;
  }

  /** Crosses the value after a tag; returns where it begins, its length left out. */
  skip(tag: number, end: number): number {
    let content = this.at;
    switch (tag & 7) {
      case wireType.varint:
        this.varint(end);
        return content;
      case wireType.counted: {
        const to = this.counted(end);
        content = this.at;
        this.at = to;
        return content;
      }
      default:
        this.at += (tag & 7) === wireType.eight ? 8 : 4;
        if (this.at > end) throw new AnswerWireError('a value is longer than what holds it');
        return content;
    }
  }

  /**
   * The fields of the message in `[start, end)`, one after the other: tag, where the field begins, where its value does,
   * where it ends. What lies in them is not looked at.
   */
  fields(start: number, end: number): number[] {
    const spans: number[] = [];
    this.at = start;
    while (this.at < end) {
      const from = this.at;
      const tag = this.tag(end);
      const content = this.skip(tag, end);
      spans.push(tag, from, content, this.at);
    }
    return spans;
  }

  /** Reads the entry of a map from text to messages. Either stands once; what is not there is empty. */
  entry(start: number, end: number): void {
    this.keyStart = this.keyEnd = this.valueStart = this.valueEnd = start;
    let seen = 0;
    this.at = start;
    while (this.at < end) {
      const tag = this.tag(end);
      const content = this.skip(tag, end);
      const bit = tag === 0x0a ? 1 : tag === 0x12 ? 2 : 0;
      if (bit === 0 || (seen & bit) !== 0) throw new AnswerWireError('the entry of a map has another field');
      seen |= bit;
      if (bit === 1) {
        this.keyStart = content;
        this.keyEnd = this.at;
      } else {
        this.valueStart = content;
        this.valueEnd = this.at;
      }
    }
  }
}

/** Where the first field of a number stands among spans, from one on; -1 where none does. */
export function find(spans: readonly number[], number: number, from = 0): number {
  for (let i = from; i < spans.length; i += spanSize) if (spans[i]! >>> 3 === number) return i;
  return -1;
}
