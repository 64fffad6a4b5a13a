import { wireType } from '@vectorgate/store-messages/protobuf';
import type { AnswerForm, FieldForm, MessageForm, PlacedField } from '@vectorgate/store-messages/qdrant';
import type { JsonNode } from '../../../../json/json-node.ts';
import { AnswerWireError } from './answer-wire-error.ts';
import { checkVector } from './check-vector.ts';
import { writeInstant, writeOptimizers } from './special-values.ts';
import {
  closeBrace,
  closeBracket,
  colon,
  comma,
  deepest,
  openBrace,
  openBracket,
  ValueWriter,
} from './value-writer.ts';
import { find, spanSize } from './wire-reader.ts';

/** Stands for a vector. What it is, its place says: no text anywhere else is taken for one. */
const vectorText = '"vector"';
/** The member that tells that the wire has fields which nobody knows: a mask removes it like any unknown member. */
export const unknownFields = 'unknown_fields';
const misplaced = (): AnswerWireError => new AnswerWireError('a value lies in another way than it should');
const unknownMember = `"${unknownFields}":true`;

/** Writes what REST would have answered. Vectors are crossed by their length; `vectors` tells where they stand. */
export class TwinWriter extends ValueWriter {
  /** For each vector four numbers: its place in the JSON, then on the wire, each by start and end. */
  readonly vectors: number[] = [];
  /** Whether a field was crossed that the forms do not know. */
  unknown = false;

  /** The whole answer. Throws `AnswerWireError`. */
  answer({ message, result }: AnswerForm): void {
    const { json, wire } = this;
    const end = wire.bytes.length;
    if (result === 'no-envelope') {
      this.message(message, 0, end, 0);
      return;
    }
    const spans = wire.fields(0, end);
    json.raw('{"result":');
    if (result === 'true') json.raw('true');
    else if (result === 'field') this.field(message.fields[0]!, spans, 0);
    else {
      json.byte(openBrace);
      this.#members(message, spans, 0, false, inResult);
      json.byte(closeBrace);
    }
    json.raw(',"status":"ok"');
    this.#members(message, spans, 0, true, besideResult);
    if (this.unknown) json.raw(`,${unknownMember}`);
    json.byte(closeBrace);
  }

  message(form: MessageForm, start: number, end: number, depth: number): void {
    if (depth > deepest) throw new AnswerWireError('the message is nested too deep');
    const { json } = this;
    const spans = this.wire.fields(start, end);
    if (form.bare) {
      this.#choice(form, spans, depth);
      return;
    }
    const before = this.unknown;
    if (form.point) this.unknown = false;
    json.byte(openBrace);
    if (form.constant !== undefined) json.raw(form.constant);
    const any = this.#members(form, spans, depth, form.constant !== undefined);
    if (form.point) {
      if (this.unknown) json.raw(any ? `,${unknownMember}` : unknownMember);
      this.unknown = before;
    }
    json.byte(closeBrace);
  }

  /** Members of an object, those that are not there left out. `some`: whether others stand before; returns it. */
  #members(
    { fields, byNumber }: MessageForm,
    spans: readonly number[],
    depth: number,
    some: boolean,
    wanted: (field: FieldForm) => boolean = all,
  ): boolean {
    const { json } = this;
    let any = some;
    let seen = 0;
    for (let i = 0; i < spans.length; i += spanSize) {
      const field = byNumber[spans[i]! >>> 3];
      if (field === undefined) {
        this.unknown = true;
        continue;
      }
      if (!wanted(field)) continue;
      if ((seen & field.bit) !== 0) {
        if (field.many === undefined) throw new AnswerWireError('a field is there twice');
        continue;
      }
      seen |= field.bit;
      if (any) json.byte(comma);
      any = true;
      json.raw(field.key);
      if (field.many === undefined) this.#single(field, spans, i, depth);
      else this.#many(field, spans, i, depth);
    }
    for (const field of fields) {
      if (field.absent === undefined || (seen & field.bit) !== 0 || !wanted(field)) continue;
      if (any) json.byte(comma);
      any = true;
      json.raw(field.key);
      json.raw(field.absent);
    }
    return any;
  }

  #choice({ fields, byNumber }: MessageForm, spans: readonly number[], depth: number): void {
    let chosen: PlacedField | undefined;
    for (let i = 0; i < spans.length; i += spanSize) {
      const field = byNumber[spans[i]! >>> 3];
      if (field === undefined) this.unknown = true;
      else if (chosen === undefined) chosen = field;
      else if (chosen !== field) throw new AnswerWireError('more than one of a choice is there');
    }
    if (chosen === undefined) this.json.raw(fields[0]?.absent ?? 'null');
    else this.field(chosen, spans, depth);
  }

  /** The value of a field of a message, or what stands for it where it is not there. */
  field(field: PlacedField, spans: readonly number[], depth: number): void {
    const first = find(spans, field.number);
    if (first < 0) this.json.raw(field.absent ?? 'null');
    else if (field.many !== undefined) this.#many(field, spans, first, depth);
    else {
      if (find(spans, field.number, first + spanSize) >= 0)
        throw new AnswerWireError('a field is there twice');
      this.#single(field, spans, first, depth);
    }
  }

  #single(field: PlacedField, spans: readonly number[], at: number, depth: number): void {
    if ((spans[at]! & 7) !== field.type) throw misplaced();
    this.value(field, spans[at + 2]!, spans[at + 3]!, depth + 1);
  }

  /** A list or a map, wherever its parts lie. */
  #many(field: PlacedField, spans: readonly number[], first: number, depth: number): void {
    const { json, wire } = this;
    const { number, type, many } = field;
    json.byte(many === 'map' ? openBrace : openBracket);
    let found = false;
    for (let i = first; i < spans.length; i += spanSize) {
      const tag = spans[i]!;
      if (tag >>> 3 !== number) continue;
      const [content, end] = [spans[i + 2]!, spans[i + 3]!];
      const packed = (tag & 7) !== type;
      if (packed) {
        if ((tag & 7) !== wireType.counted) throw misplaced();
        if (content === end) continue;
      }
      if (found) json.byte(comma);
      found = true;
      if (packed) this.#packed(field, content, end, depth + 1);
      else if (many === 'map') {
        wire.entry(content, end);
        const { valueStart, valueEnd } = wire;
        json.text(wire.keyStart, wire.keyEnd);
        json.byte(colon);
        this.value(field, valueStart, valueEnd, depth + 1);
      } else this.value(field, content, end, depth + 1);
    }
    json.byte(many === 'map' ? closeBrace : closeBracket);
  }

  /** Numbers of a list that lie one behind the other. */
  #packed(field: PlacedField, start: number, end: number, depth: number): void {
    const { json, wire } = this;
    for (let at = start; at < end; ) {
      if (at > start) json.byte(comma);
      wire.at = at;
      wire.skip(field.type, end);
      const to = wire.at;
      this.value(field, at, to, depth);
      at = to;
    }
  }

  /** One value of a field, in `[start, end)`. */
  value({ of }: FieldForm, start: number, end: number, depth: number): void {
    const { json, wire } = this;
    if (--this.left < 0) throw new AnswerWireError('the message holds too many values');
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
        this.bool(end);
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
        writeInstant(wire, json, start, end);
        return;
      case 'optimizers':
        writeOptimizers(wire, json, start, end);
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

  #vectors(start: number, end: number): void {
    const { wire, json } = this;
    const spans = wire.fields(start, end);
    let known = 0;
    for (let i = 0; i < spans.length; i += spanSize) {
      if (spans[i] === 0x0a || spans[i] === 0x12) known++;
      else if (spans[i]! < 0x18) throw misplaced();
      else this.unknown = true;
    }
    if (known > 1) throw new AnswerWireError('more than one of a choice is there');
    const one = find(spans, 1);
    const named = find(spans, 2);
    if (known === 0) json.raw('null');
    else if (one >= 0) this.#vector(spans[one + 2]!, spans[one + 3]!);
    else this.#namedVectors(spans[named + 2]!, spans[named + 3]!);
  }

  #namedVectors(start: number, end: number): void {
    const { wire, json } = this;
    const spans = wire.fields(start, end);
    json.byte(openBrace);
    let first = true;
    for (let i = 0; i < spans.length; i += spanSize) {
      if (spans[i] !== 0x0a) {
        if (spans[i]! < 0x10) throw misplaced();
        this.unknown = true;
        continue;
      }
      if (!first) json.byte(comma);
      first = false;
      wire.entry(spans[i + 2]!, spans[i + 3]!);
      json.text(wire.keyStart, wire.keyEnd);
      json.byte(colon);
      this.#vector(wire.valueStart, wire.valueEnd);
    }
    json.byte(closeBrace);
  }

  #vector(start: number, end: number): void {
    const { json } = this;
    checkVector(this.wire, start, end);
    const from = json.length;
    json.raw(vectorText);
    this.vectors.push(from, json.length, start, end);
  }
}

/** Fields that REST says in its `result`, not beside it. */
export const inResult = ({ name }: FieldForm): boolean => name !== 'time' && name !== 'usage';
const besideResult = (field: FieldForm): boolean => !inResult(field);
const all = (): boolean => true;

/** Whether a node stands for a vector, as it did before any mask. */
export const isVector = (json: Buffer, { start, end }: JsonNode): boolean =>
  end - start === vectorText.length && json.toString('latin1', start, end) === vectorText;
