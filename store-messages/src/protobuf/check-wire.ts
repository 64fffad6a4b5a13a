import { isUtf8 } from 'node:buffer';
import { ScalarType } from '@bufbuild/protobuf';
import type { FieldPlan, MessagePlan } from './message-plan.ts';
import { WireError, type WireProblem } from './wire-error.ts';

export interface WireLimits {
  /** Bytes of the whole message. */
  readonly bytes?: number;
  /** Values in it, lists of numbers of a fixed length counting as one. */
  readonly values?: number;
  /** Messages inside of each other. */
  readonly depth?: number;
}

const defaults = { bytes: 64 * 2 ** 20, values: 2_000_000, depth: 64 } as const;
const highestNumber = 2 ** 29 - 1;
/** Texts from so many bytes on are looked through natively. */
const longText = 48;

const toBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** One pass over one message. */
class WireCheck {
  readonly #bytes: Buffer;
  readonly #deepest: number;
  #left: number;
  #at = 0;
  /** Where the value of the text or number that was read last begins. */
  #valueStart = 0;
  /** The varint that was read last, in two halves. */
  #low = 0;
  #high = 0;

  constructor(bytes: Buffer, { values = defaults.values, depth = defaults.depth }: WireLimits) {
    this.#bytes = bytes;
    this.#left = values;
    this.#deepest = depth;
  }

  #fail(problem: WireProblem, message: string, offset = this.#at): never {
    throw new WireError(problem, message, offset);
  }

  /** Reads one varint below `end` into its halves. */
  #varint(end: number): void {
    const bytes = this.#bytes;
    const start = this.#at;
    this.#valueStart = start;
    let at = start;
    if (at >= end) this.#fail('wire-length', 'it ends where a number is due');
    let byte = bytes[at++]!;
    if (byte < 0x80) {
      this.#low = byte;
      this.#high = 0;
      this.#at = at;
      return;
    }
    let low = byte & 0x7f;
    let high = 0;
    for (let shift = 7; ; shift += 7) {
      if (at >= end) this.#fail('wire-length', 'it ends inside of a number', start);
      byte = bytes[at++]!;
      const part = byte & 0x7f;
      if (shift < 28) low |= part << shift;
      else if (shift === 28) {
        low |= part << 28;
        high = part >>> 4;
      } else high |= part << (shift - 32);
      if (shift === 63 && byte > 1)
        this.#fail('wire-varint', 'it holds a number of more than 64 bits', start);
      if (byte < 0x80) break;
    }
    if (byte === 0) this.#fail('wire-varint', 'it holds a number in more bytes than that needs', start);
    this.#low = low >>> 0;
    this.#high = high >>> 0;
    this.#at = at;
  }

  /** Reads a length, and returns where what it counts ends. */
  #end(within: number): number {
    const start = this.#at;
    this.#varint(within);
    if (this.#high !== 0 || this.#low > within - this.#at)
      this.#fail('wire-length', 'it holds a length that reaches past its end', start);
    return this.#at + this.#low;
  }

  #spend(): void {
    if (--this.#left < 0) this.#fail('wire-size', 'it holds more values than are read in one message');
  }

  /** A message up to `end`. Returns the key of one that is a map's entry. */
  message(plan: MessagePlan, end: number, depth: number, entry = false): string {
    let key = '';
    if (depth > this.#deepest) this.#fail('wire-depth', `it is nested deeper than ${this.#deepest} levels`);
    let first = 0;
    let second = 0;
    let keys: Map<number, Set<string>> | undefined;
    while (this.#at < end) {
      const start = this.#at;
      this.#varint(end);
      const number = this.#low >>> 3;
      const wire = this.#low & 7;
      if (this.#high !== 0 || number === 0 || number > highestNumber)
        this.#fail('wire-field-number', 'it holds a field number that cannot be', start);
      if (wire > 2 && wire !== 5) this.#fail('wire-group', 'it holds a group, which no field is', start);
      const field = plan.byNumber[number];
      if (field === undefined)
        this.#fail(
          'wire-unknown-field',
          `it holds field ${number} of ${plan.name}, which is not known`,
          start,
        );
      const { slot } = field;
      if (slot >= 0) {
        const bit = 1 << (slot % 31);
        if (((slot < 31 ? first : second) & bit) !== 0)
          this.#fail(
            'wire-duplicate-field',
            field.oneof === undefined
              ? `it holds ${field.name} of ${plan.name} twice`
              : `it holds ${field.oneof} of ${plan.name} twice`,
            start,
          );
        if (slot < 31) first |= bit;
        else second |= bit;
      }
      this.#spend();
      if (wire === field.wire) {
        if (field.map) {
          keys ??= new Map();
          this.#entry(field, end, { depth, keys, start });
        } else if (wire === 0) {
          this.#varint(end);
          this.#number(field);
        } else if (wire === 2) this.#counted(field, end, depth);
        else this.#fixed(wire === 1 ? 8 : 4, end);
        if (entry && number === 1) key = this.#key(field);
      } else if (wire === 2 && field.packable) this.#packed(field, this.#end(end));
      else
        this.#fail('wire-type', `it holds ${field.name} of ${plan.name} in another form than its own`, start);
    }
    return key;
  }

  /** One entry of a map; no key stands twice. */
  #entry(
    field: FieldPlan,
    within: number,
    message: { readonly depth: number; readonly keys: Map<number, Set<string>>; readonly start: number },
  ): void {
    const key = this.message(field.message(), this.#end(within), message.depth + 1, true);
    const seen = message.keys.get(field.number);
    if (seen === undefined) message.keys.set(field.number, new Set([key]));
    else if (seen.has(key))
      this.#fail('wire-duplicate-key', `it holds a key of ${field.name} twice`, message.start);
    else seen.add(key);
  }

  /** The bytes of the key that was read last. One that is written out although it is the default is that default. */
  #key({ type }: FieldPlan): string {
    const text = this.#bytes.toString('latin1', this.#valueStart, this.#at);
    return type !== ScalarType.STRING && /^\0*$/.test(text) ? '' : text;
  }

  /** A text, bytes or a message, with its length. */
  #counted(field: FieldPlan, within: number, depth: number): void {
    const start = this.#at;
    const end = this.#end(within);
    if (field.type === 'message') {
      this.message(field.message(), end, depth + 1);
      return;
    }
    if (field.type === ScalarType.STRING) this.#text(end, start);
    this.#valueStart = this.#at;
    this.#at = end;
  }

  #fixed(width: number, end: number): void {
    if (end - this.#at < width) this.#fail('wire-length', 'it ends inside of a number');
    this.#valueStart = this.#at;
    this.#at += width;
  }

  /** Whether the varint that was read last is one that its field can hold. */
  #number(field: FieldPlan): void {
    const [low, high] = [this.#low, this.#high];
    switch (field.type) {
      case 'enum':
        if (!field.values!.has(this.#int32(low, high)))
          this.#fail('wire-unknown-enum', `it holds a value of ${field.name} that is not known`);
        return;
      case ScalarType.BOOL:
        if (high !== 0 || low > 1) this.#outOfRange(field);
        return;
      case ScalarType.UINT32:
      case ScalarType.SINT32:
        if (high !== 0) this.#outOfRange(field);
        return;
      case ScalarType.INT32:
        if (Number.isNaN(this.#int32(low, high))) this.#outOfRange(field);
    }
  }

  /** A varint as a signed number of 32 bits, or NaN. */
  #int32(low: number, high: number): number {
    if (high === 0 && low < 2 ** 31) return low;
    return high === 0xffffffff && low >= 2 ** 31 ? low | 0 : Number.NaN;
  }

  #outOfRange({ name }: FieldPlan): never {
    this.#fail('wire-range', `it holds a value of ${name} that this field cannot hold`);
  }

  #packed(field: FieldPlan, end: number): void {
    if (field.wire !== 0) {
      // Vectors: where they end is all that matters here.
      if ((end - this.#at) % (field.wire === 1 ? 8 : 4) !== 0)
        this.#fail('wire-length', `it holds a part of a number in ${field.name}`);
      this.#at = end;
      return;
    }
    while (this.#at < end) {
      this.#spend();
      this.#varint(end);
      this.#number(field);
    }
  }

  #text(end: number, offset: number): void {
    const bytes = this.#bytes;
    const start = this.#at;
    if (end - start < longText) {
      let at = start;
      while (at < end && bytes[at]! < 0x80) at++;
      if (at === end) return;
    }
    if (!isUtf8(bytes.subarray(start, end)))
      this.#fail('wire-encoding', 'it holds a text that is not UTF-8', offset);
  }
}

/**
 * Checks a protobuf message so strictly that no two readers can read it differently, and that nothing in it stays
 * unread: known fields alone, each in its own form and within its range, singular ones and members of a oneof once, keys
 * of a map once, known numbers of enums, texts in UTF-8, lengths that end where their messages do. Numbers of a fixed
 * length in a list are not looked at. Throws `WireError`.
 */
export function checkWire(plan: MessagePlan, message: Uint8Array, limits: WireLimits = {}): void {
  const { bytes = defaults.bytes } = limits;
  if (message.length > bytes)
    throw new WireError('wire-size', `it is larger than ${bytes.toLocaleString('en')} bytes`, bytes);
  new WireCheck(toBuffer(message), limits).message(plan, message.length, 1);
}
