import { ScalarType } from '@bufbuild/protobuf';
import type { FieldPlan, MessagePlan } from './message-plan.ts';
import { signedVarint, unsignedVarint, varintEnd } from './read-varint.ts';

/** One field as it stands in a message: its tag at `start`, its value in `[value, end)`, without a length before it. */
export interface WireRecord {
  readonly field: FieldPlan;
  readonly start: number;
  readonly value: number;
  readonly end: number;
  /** Whether it is a list of numbers in one. */
  readonly packed: boolean;
  /** The message that it holds, once somebody asked for it. */
  message?: WireMessage;
}

/**
 * A message of bytes that `checkWire` passed, read where it is asked. Nothing is copied: vectors stay where they are.
 * Fields go by their names in the descriptor; a name that is not there is a mistake of ours and throws `TypeError`.
 */
export class WireMessage {
  readonly bytes: Buffer;
  readonly plan: MessagePlan;
  readonly start: number;
  readonly end: number;
  #records: WireRecord[] | undefined;

  constructor(bytes: Buffer, plan: MessagePlan, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.plan = plan;
    this.start = start;
    this.end = end;
  }

  /** Its fields in the order in which they stand. */
  get records(): readonly WireRecord[] {
    this.#records ??= this.#scan();
    return this.#records;
  }

  #scan(): WireRecord[] {
    const { bytes, plan, end } = this;
    const records: WireRecord[] = [];
    for (let at = this.start; at < end; ) {
      const start = at;
      // Almost every tag and length is one byte.
      let tag = bytes[at]!;
      if (tag < 0x80) at++;
      else {
        tag = Number(unsignedVarint(bytes, at));
        at = varintEnd(bytes, at);
      }
      const field = plan.byNumber[tag >>> 3]!;
      let value = at;
      switch (tag & 7) {
        case 0:
          at = varintEnd(bytes, at);
          break;
        case 1:
          at += 8;
          break;
        case 2: {
          let length = bytes[at]!;
          if (length < 0x80) value = at + 1;
          else {
            length = Number(unsignedVarint(bytes, at));
            value = varintEnd(bytes, at);
          }
          at = value + length;
          break;
        }
        default:
          at += 4;
      }
      records.push({ field, start, value, end: at, packed: field.packable && (tag & 7) === 2 });
    }
    return records;
  }

  #field(name: string): FieldPlan {
    const field = this.plan.byName.get(name);
    if (field === undefined) throw new TypeError(`${this.plan.name} has no field ${name}`);
    return field;
  }

  /** The one record of a singular field. */
  record(name: string): WireRecord | undefined {
    const field = this.#field(name);
    for (const record of this.records) if (record.field === field) return record;
    return undefined;
  }

  recordsOf(name: string): readonly WireRecord[] {
    const field = this.#field(name);
    return this.records.filter((record) => record.field === field);
  }

  has(name: string): boolean {
    return this.record(name) !== undefined;
  }

  /**
   * The message that a record holds, read for whoever asks and not kept: of a long list each item is garbage before the next
   * one is read.
   */
  passing(record: WireRecord): WireMessage {
    return record.message ?? new WireMessage(this.bytes, record.field.message(), record.value, record.end);
  }

  messageOf(record: WireRecord): WireMessage {
    record.message ??= new WireMessage(this.bytes, record.field.message(), record.value, record.end);
    return record.message;
  }

  /** The message in a singular field. */
  message(name: string): WireMessage | undefined {
    const record = this.record(name);
    return record && this.messageOf(record);
  }

  messages(name: string): readonly WireMessage[] {
    return this.recordsOf(name).map((record) => this.messageOf(record));
  }

  textOf({ value, end }: WireRecord): string {
    return this.bytes.toString('utf8', value, end);
  }

  /** A text; the default where it is absent. */
  text(name: string): string {
    const record = this.record(name);
    return record === undefined ? '' : this.textOf(record);
  }

  /** A number, true or false of one record; `at` for one of a list. An enum's is its number. */
  scalarOf({ field, value }: WireRecord, at = value): number | bigint | boolean {
    switch (field.type) {
      case ScalarType.DOUBLE:
        return this.bytes.readDoubleLE(at);
      case ScalarType.FLOAT:
        return this.bytes.readFloatLE(at);
      case ScalarType.BOOL:
        return this.bytes[at] === 1;
      case ScalarType.UINT32:
      case ScalarType.UINT64:
        return unsignedVarint(this.bytes, at);
      case ScalarType.INT32:
      case ScalarType.INT64:
      case 'enum':
        return signedVarint(this.bytes, at);
      default:
        throw new TypeError(`${field.name} is of a type that is not read here`);
    }
  }

  /** A singular field's number, true or false; undefined where it is absent. */
  scalar(name: string): number | bigint | boolean | undefined {
    const record = this.record(name);
    return record && this.scalarOf(record);
  }

  /** The name of an enum's value. */
  enumOf(record: WireRecord, at = record.value): string {
    return record.field.values!.get(Number(this.scalarOf(record, at)))!;
  }

  /** Where each number of a list's record begins, whether it stands by itself or with others. */
  *placesOf({ field, value, end, packed }: WireRecord): Generator<number> {
    if (!packed) {
      yield value;
      return;
    }
    for (let at = value; at < end; ) {
      yield at;
      at = field.wire === 0 ? varintEnd(this.bytes, at) : at + (field.wire === 1 ? 8 : 4);
    }
  }

  /** All numbers of a list. */
  *scalars(name: string): Generator<number | bigint | boolean> {
    for (const record of this.recordsOf(name))
      for (const at of this.placesOf(record)) yield this.scalarOf(record, at);
  }
}
