import { AnswerWireError } from './answer-wire-error.ts';
import { JsonWriter } from './json-writer.ts';
import type { WireReader } from './wire-reader.ts';

/** Nothing that is nested deeper is read: readers of the JSON stop long before. */
export const deepest = 100;
/**
 * Values that are written: what reads the JSON takes no more. Without this a message of empty points, two bytes each,
 * would become JSON of many times its size.
 */
export const mostValues = 2_000_000;
export const [openBrace, closeBrace, openBracket, closeBracket, comma, colon] = [
  0x7b, 0x7d, 0x5b, 0x5d, 0x2c, 0x3a,
] as const;

/** Writes values of payloads as REST says them. */
export class ValueWriter {
  readonly wire: WireReader;
  readonly json: JsonWriter;
  /** Values that may still be written. */
  left = mostValues;

  /** `expected`: bytes of JSON that will most likely be written. */
  constructor(wire: WireReader, expected: number) {
    this.wire = wire;
    this.json = new JsonWriter(wire.bytes, expected);
  }

  bool(end: number): void {
    const { wire, json } = this;
    wire.varint(end);
    if (wire.high !== 0 || wire.low >>> 0 > 1) throw new AnswerWireError('neither yes nor no');
    json.raw(wire.low === 1 ? 'true' : 'false');
  }

  /** `qdrant.Value`. What is not known of one cannot be masked: it is not read. */
  anyJson(start: number, end: number, depth: number): void {
    const { wire, json } = this;
    if (start === end) {
      json.raw('null');
      return;
    }
    if (depth > deepest) throw new AnswerWireError('a value is nested too deep');
    if (--this.left < 0) throw new AnswerWireError('the message holds too many values');
    wire.at = start;
    const tag = wire.tag(end);
    switch (tag) {
      case 0x08:
        wire.varint(end);
        if (wire.low !== 0 || wire.high !== 0) throw new AnswerWireError('a null that is not null');
        json.raw('null');
        break;
      case 0x11: {
        const at = wire.skip(tag, end);
        json.double(wire.view.getFloat64(at, true));
        break;
      }
      case 0x18:
        wire.varint(end);
        json.int(wire.low, wire.high);
        break;
      case 0x22: {
        const to = wire.counted(end);
        json.text(wire.at, to);
        wire.at = to;
        break;
      }
      case 0x28:
        this.bool(end);
        break;
      case 0x32:
      case 0x3a: {
        const to = wire.counted(end);
        if (tag === 0x32) this.#struct(wire.at, to, depth);
        else this.#list(wire.at, to, depth);
        wire.at = to;
        break;
      }
      default:
        throw new AnswerWireError('a value of a kind that is not known');
    }
    if (wire.at !== end) throw new AnswerWireError('a value of more than one kind');
  }

  #struct(start: number, end: number, depth: number): void {
    const { wire, json } = this;
    json.byte(openBrace);
    for (let at = start; at < end; ) {
      if (at > start) json.byte(comma);
      const to = this.#item(at, end);
      wire.entry(wire.at, to);
      const { valueStart, valueEnd } = wire;
      json.text(wire.keyStart, wire.keyEnd);
      json.byte(colon);
      this.anyJson(valueStart, valueEnd, depth + 1);
      at = to;
    }
    json.byte(closeBrace);
  }

  #list(start: number, end: number, depth: number): void {
    const { wire, json } = this;
    json.byte(openBracket);
    for (let at = start; at < end; ) {
      if (at > start) json.byte(comma);
      const to = this.#item(at, end);
      this.anyJson(wire.at, to, depth + 1);
      at = to;
    }
    json.byte(closeBracket);
  }

  /** Enters the only field that lists and structs have. */
  #item(at: number, end: number): number {
    const { wire } = this;
    wire.at = at;
    if (wire.tag(end) !== 0x0a) throw new AnswerWireError('a value has a field that is not known');
    return wire.counted(end);
  }
}
