import type { JsonNode } from '../../../../json/json-node.ts';
import type { AnswerForm, FieldForm, MessageForm } from './answer-form.ts';
import { checkVector } from './check-vector.ts';
import { JsonWriter } from './json-writer.ts';
import { WireError } from './wire-error.ts';
import { spanSize, type WireReader, wireType } from './wire-reader.ts';

/** Nothing that is nested deeper is read: readers of the JSON stop long before. */
const deepest = 100;
/** Stands for a vector. What it is, its place says: no text anywhere else is taken for one. */
const vectorText = '"vector"';
/** The member that tells that the wire has fields which nobody knows: a mask removes it like any unknown member. */
export const unknownFields = 'unknown_fields';
const unknownMember = `"${unknownFields}":true`;

const typeOf = ({ of, many }: FieldForm): number => {
  if (many === 'map') return wireType.counted;
  switch (of) {
    case 'uint':
    case 'int':
    case 'bool':
      return wireType.varint;
    case 'double':
      return wireType.eight;
    case 'float':
      return wireType.four;
    default:
      return typeof of === 'object' && 'words' in of ? wireType.varint : wireType.counted;
  }
};

/** Writes what REST would have answered. Vectors are crossed by their length; `vectors` tells where they stand. */
export class TwinWriter {
  readonly wire: WireReader;
  readonly json: JsonWriter;
  /** For each vector four numbers: its place in the JSON, then on the wire, each by start and end. */
  readonly vectors: number[] = [];
  /** Whether a field was crossed that the forms do not know. */
  unknown = false;

  constructor(wire: WireReader, expected: number) {
    this.wire = wire;
    this.json = new JsonWriter(wire.bytes, expected);
  }

  /** The whole answer. Throws `WireError`. */
  answer({ message, result }: AnswerForm): void {
    const { json, wire } = this;
    const end = wire.bytes.length;
    if (result === 'no-envelope') {
      this.message(message, 0, end, 0);
      return;
    }
    const spans = this.#spansOf(message, 0, end);
    const [inside, beside] = [message.fields.filter(inResult), message.fields.filter((f) => !inResult(f))];
    json.raw('{"result":');
    if (result === 'true') json.raw('true');
    else if (result === 'field') this.field(inside[0]!, spans, 0);
    else {
      json.raw('{');
      this.#members(inside, spans, 0);
      json.raw('}');
    }
    json.raw(',"status":"ok",');
    this.#members(beside, spans, 0);
    if (this.unknown) json.raw(`,${unknownMember}`);
    json.raw('}');
  }

  /** The fields of a message; those that the form does not know are noted. */
  #spansOf(form: MessageForm, start: number, end: number): number[] {
    const spans = this.wire.fields(start, end);
    for (let i = 0; i < spans.length; i += spanSize)
      if (!form.byNumber.has(spans[i]! >>> 3)) this.unknown = true;
    return spans;
  }

  message(form: MessageForm, start: number, end: number, depth: number): void {
    if (depth > deepest) throw new WireError('the message is nested too deep');
    const { json } = this;
    const before = this.unknown;
    if (form.point) this.unknown = false;
    const spans = this.#spansOf(form, start, end);
    if (form.bare) {
      this.#choice(form, spans, depth);
      return;
    }
    json.raw('{');
    if (form.constant !== undefined) json.raw(form.constant);
    const any = this.#members(form.fields, spans, depth, form.constant !== undefined);
    if (form.point) {
      if (this.unknown) json.raw(any ? `,${unknownMember}` : unknownMember);
      this.unknown = before;
    }
    json.raw('}');
  }

  /** Members of an object, those that are not there left out. `some`: whether others stand before; returns it. */
  #members(fields: readonly FieldForm[], spans: readonly number[], depth: number, some = false): boolean {
    const { json } = this;
    let first = !some;
    for (const field of fields) {
      if (field.absent === undefined && find(spans, field.number) < 0) continue;
      if (!first) json.byte(0x2c);
      first = false;
      json.byte(0x22);
      json.raw(field.name);
      json.raw('":');
      this.field(field, spans, depth);
    }
    return !first;
  }

  #choice({ fields }: MessageForm, spans: readonly number[], depth: number): void {
    let chosen: FieldForm | undefined;
    for (const field of fields) {
      if (find(spans, field.number) < 0) continue;
      if (chosen !== undefined) throw new WireError('more than one of a choice is there');
      chosen = field;
    }
    if (chosen === undefined) this.json.raw(fields[0]?.absent ?? 'null');
    else this.field(chosen, spans, depth);
  }

  /** The value of a field of a message. */
  field(field: FieldForm, spans: readonly number[], depth: number): void {
    const { json, wire } = this;
    const type = typeOf(field);
    let found = false;
    if (field.many !== undefined) json.raw(field.many === 'map' ? '{' : '[');
    for (let i = 0; i < spans.length; i += spanSize) {
      const tag = spans[i]!;
      if (tag >>> 3 !== field.number) continue;
      const [content, end] = [spans[i + 2]!, spans[i + 3]!];
      if (field.many === undefined) {
        if (found) throw new WireError('a field is there twice');
        found = true;
        if ((tag & 7) !== type) throw new WireError('a value lies in another way than it should');
        this.value(field, content, end, depth + 1);
        continue;
      }
      if (found) json.byte(0x2c);
      const from = json.length;
      if (field.many === 'map') {
        if ((tag & 7) !== type) throw new WireError('a value lies in another way than it should');
        wire.entry(content, end);
        const { valueStart, valueEnd } = wire;
        json.text(wire.keyStart, wire.keyEnd);
        json.byte(0x3a);
        this.value(field, valueStart, valueEnd, depth + 1);
      } else if ((tag & 7) === type) this.value(field, content, end, depth + 1);
      else if ((tag & 7) === wireType.counted && type !== wireType.counted)
        this.#packed(field, content, end, depth + 1);
      else throw new WireError('a value lies in another way than it should');
      if (json.length > from) found = true;
      else if (found) json.back(from - 1);
    }
    if (field.many !== undefined) json.raw(field.many === 'map' ? '}' : ']');
    else if (!found) json.raw(field.absent ?? 'null');
  }

  /** Numbers of a list that lie one behind the other. */
  #packed(field: FieldForm, start: number, end: number, depth: number): void {
    const { json, wire } = this;
    const type = typeOf(field);
    for (let at = start; at < end; ) {
      if (at > start) json.byte(0x2c);
      wire.at = at;
      wire.skip(type, end);
      const to = wire.at;
      this.value(field, at, to, depth);
      at = to;
    }
  }

  /** One value of a field, in `[start, end)`. */
  value({ of }: FieldForm, start: number, end: number, depth: number): void {
    const { json, wire } = this;
    wire.at = start;
    switch (of) {
      case 'uint':
        wire.varint(end);
        json.uint(wire.low, wire.high);
        return;
      case 'int':
        wire.varint(end);
        json.int(wire.low, wire.high);
        return;
      case 'bool':
        this.#bool(end);
        return;
      case 'float':
        json.float(wire.view.getFloat32(start, true));
        return;
      case 'double':
        json.double(wire.view.getFloat64(start, true));
        return;
      case 'text':
        json.text(start, end);
        return;
      case 'json':
        this.anyJson(start, end, depth);
        return;
      case 'vectors':
        this.#vectors(start, end);
        return;
      case 'instant':
        this.#instant(start, end);
        return;
      case 'optimizers':
        this.#optimizers(start, end);
        return;
      default:
        if ('words' in of) {
          wire.varint(end);
          const word = wire.high === 0 ? of.words[wire.low] : undefined;
          if (word === undefined) json.int(wire.low, wire.high);
          else json.raw(word === null ? 'null' : `"${word}"`);
        } else this.message(of, start, end, depth);
    }
  }

  #bool(end: number): void {
    const { wire, json } = this;
    wire.varint(end);
    if (wire.high !== 0 || wire.low >>> 0 > 1) throw new WireError('neither yes nor no');
    json.raw(wire.low === 1 ? 'true' : 'false');
  }

  /** `qdrant.Value`. What is not known of one cannot be masked: it is not read. */
  anyJson(start: number, end: number, depth: number): void {
    const { wire, json } = this;
    if (start === end) {
      json.raw('null');
      return;
    }
    if (depth > deepest) throw new WireError('a value is nested too deep');
    wire.at = start;
    const tag = wire.tag(end);
    switch (tag) {
      case 0x08:
        wire.varint(end);
        if (wire.low !== 0 || wire.high !== 0) throw new WireError('a null that is not null');
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
        this.#bool(end);
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
        throw new WireError('a value of a kind that is not known');
    }
    if (wire.at !== end) throw new WireError('a value of more than one kind');
  }

  #struct(start: number, end: number, depth: number): void {
    const { wire, json } = this;
    json.byte(0x7b);
    for (let at = start; at < end; ) {
      if (at > start) json.byte(0x2c);
      const to = this.#item(at, end);
      wire.entry(wire.at, to);
      const { valueStart, valueEnd } = wire;
      json.text(wire.keyStart, wire.keyEnd);
      json.byte(0x3a);
      this.anyJson(valueStart, valueEnd, depth + 1);
      at = to;
    }
    json.byte(0x7d);
  }

  #list(start: number, end: number, depth: number): void {
    const { wire, json } = this;
    json.byte(0x5b);
    for (let at = start; at < end; ) {
      if (at > start) json.byte(0x2c);
      const to = this.#item(at, end);
      this.anyJson(wire.at, to, depth + 1);
      at = to;
    }
    json.byte(0x5d);
  }

  /** Enters the only field that lists and structs have. */
  #item(at: number, end: number): number {
    const { wire } = this;
    wire.at = at;
    if (wire.tag(end) !== 0x0a) throw new WireError('a value has a field that is not known');
    return wire.counted(end);
  }

  #vectors(start: number, end: number): void {
    const { wire, json } = this;
    const spans = wire.fields(start, end);
    let known = 0;
    for (let i = 0; i < spans.length; i += spanSize) {
      if (spans[i] === 0x0a || spans[i] === 0x12) known++;
      else this.unknown = true;
    }
    if (known > 1) throw new WireError('more than one of a choice is there');
    const one = find(spans, 1);
    const named = find(spans, 2);
    if (known === 0) json.raw('null');
    else if (one >= 0) this.#vector(spans[one + 2]!, spans[one + 3]!);
    else this.#namedVectors(spans[named + 2]!, spans[named + 3]!);
  }

  #namedVectors(start: number, end: number): void {
    const { wire, json } = this;
    const spans = wire.fields(start, end);
    json.byte(0x7b);
    let first = true;
    for (let i = 0; i < spans.length; i += spanSize) {
      if (spans[i] !== 0x0a) {
        this.unknown = true;
        continue;
      }
      if (!first) json.byte(0x2c);
      first = false;
      wire.entry(spans[i + 2]!, spans[i + 3]!);
      json.text(wire.keyStart, wire.keyEnd);
      json.byte(0x3a);
      this.#vector(wire.valueStart, wire.valueEnd);
    }
    json.byte(0x7d);
  }

  #vector(start: number, end: number): void {
    const { json } = this;
    checkVector(this.wire, start, end);
    const from = json.length;
    json.raw(vectorText);
    this.vectors.push(from, json.length, start, end);
  }

  #instant(start: number, end: number): void {
    const { wire, json } = this;
    const spans = wire.fields(start, end);
    const at = find(spans, 1);
    let seconds = 0;
    if (at >= 0) {
      if ((spans[at]! & 7) !== wireType.varint)
        throw new WireError('a value lies in another way than it should');
      wire.at = spans[at + 2]!;
      wire.varint(end);
      seconds = wire.high * 0x1_0000_0000 + (wire.low >>> 0);
    }
    const date = new Date(seconds * 1000);
    json.raw(Number.isNaN(date.getTime()) ? 'null' : `"${date.toISOString().slice(0, -5)}"`);
  }

  /** Whether all is well, and otherwise why not. */
  #optimizers(start: number, end: number): void {
    const { wire, json } = this;
    const spans = wire.fields(start, end);
    const [ok, error] = [find(spans, 1), find(spans, 2)];
    wire.at = ok < 0 ? start : spans[ok + 2]!;
    if (ok >= 0) wire.varint(end);
    if (ok >= 0 && wire.low === 1) {
      json.raw('"ok"');
      return;
    }
    json.raw('{"error":');
    if (error < 0) json.raw('""');
    else json.text(spans[error + 2]!, spans[error + 3]!);
    json.raw('}');
  }
}

/** Where the first field of a number stands among spans; -1 where none does. */
export function find(spans: readonly number[], number: number): number {
  for (let i = 0; i < spans.length; i += spanSize) if (spans[i]! >>> 3 === number) return i;
  return -1;
}

/** Fields that REST says in its `result`, not beside it. */
export const inResult = ({ name }: FieldForm): boolean => name !== 'time' && name !== 'usage';

/** Whether a node stands for a vector, as it did before any mask. */
export const isVector = (json: Buffer, { start, end }: JsonNode): boolean =>
  end - start === vectorText.length && json.toString('latin1', start, end) === vectorText;
