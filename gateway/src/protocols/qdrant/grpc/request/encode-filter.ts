import {
  countedRecord,
  doubleRecord,
  fieldOf,
  type MessagePlan,
  varintRecord,
} from '@vectorgate/store-messages/protobuf';
import type { JsonNode, JsonObject } from '../../../../json/json-node.ts';
import { isInteger, numberValue, numberValues } from '../../../../json/number-value.ts';
import { stringText } from '../../../../json/string-text.ts';
import { lostEdit } from './lost-edit.ts';

/** A filter that stood in the request: its JSON, and its message. */
export interface KnownFilter {
  readonly json: Buffer;
  readonly wire: Uint8Array;
}

const bounds = ['lt', 'gt', 'gte', 'lte'] as const;
const clauses = ['should', 'must', 'must_not'] as const;

/** Writes filters as the judges write them into requests: nothing else is known here. */
class FilterEncoder {
  readonly #json: Buffer;
  readonly #known: KnownFilter | undefined;

  constructor(json: Buffer, known: KnownFilter | undefined) {
    this.#json = json;
    this.#known = known;
  }

  filter(plan: MessagePlan, node: JsonNode): Uint8Array {
    if (this.#known?.json.equals(this.#json.subarray(node.start, node.end))) return this.#known.wire;
    const object = this.#object(node);
    const parts: Buffer[] = [];
    for (const { key, value } of object.members.list) {
      if (!clauses.includes(key as (typeof clauses)[number]) || value.kind !== 'array')
        throw lostEdit('filter');
      const field = fieldOf(plan, key);
      for (const item of value.items)
        parts.push(countedRecord(field, this.#condition(field.message(), item)));
    }
    return Buffer.concat(parts);
  }

  #object(node: JsonNode): JsonObject {
    if (node.kind !== 'object') throw lostEdit('filter');
    return node;
  }

  #condition(plan: MessagePlan, node: JsonNode): Buffer {
    const { members } = this.#object(node);
    const known = this.#known?.json.equals(this.#json.subarray(node.start, node.end));
    if (!known && members.has('key')) {
      const field = fieldOf(plan, 'field');
      return countedRecord(field, this.#field(field.message(), node as JsonObject));
    }
    const ids = members.get('has_id')?.value;
    if (!known && ids !== undefined && members.size === 1) {
      const field = fieldOf(plan, 'has_id');
      return countedRecord(field, this.#ids(field.message(), ids));
    }
    const field = fieldOf(plan, 'filter');
    return countedRecord(field, this.filter(field.message(), node));
  }

  #field(plan: MessagePlan, { members }: JsonObject): Buffer {
    const key = members.get('key')!.value;
    const match = members.get('match')?.value;
    const range = members.get('range')?.value;
    if (key.kind !== 'string' || members.size !== 2) throw lostEdit('filter');
    const field = match !== undefined ? fieldOf(plan, 'match') : fieldOf(plan, 'range');
    const test = match ?? range;
    if (test === undefined) throw lostEdit('filter');
    return Buffer.concat([
      countedRecord(fieldOf(plan, 'key'), Buffer.from(stringText(this.#json, key))),
      countedRecord(
        field,
        match !== undefined
          ? this.#match(field.message(), this.#object(test))
          : this.#range(field.message(), this.#object(test)),
      ),
    ]);
  }

  #match(plan: MessagePlan, { members }: JsonObject): Buffer {
    const [only] = members.list;
    if (only === undefined || members.size !== 1) throw lostEdit('filter');
    const { key, value } = only;
    if (key === 'value') {
      if (value.kind === 'string')
        return countedRecord(fieldOf(plan, 'keyword'), Buffer.from(stringText(this.#json, value)));
      if (value.kind === 'true' || value.kind === 'false')
        return varintRecord(fieldOf(plan, 'boolean'), value.kind === 'true' ? 1 : 0);
      if (value.kind === 'number' && isInteger(this.#json, value))
        return varintRecord(fieldOf(plan, 'integer'), this.#int64(numberValue(this.#json, value)));
    }
    if (key === 'any' && value.kind === 'numbers') {
      const field = fieldOf(plan, 'integers');
      const each = fieldOf(field.message(), 'integers');
      const numbers = numberValues(this.#json, value).map((one) => varintRecord(each, this.#int64(one)));
      return countedRecord(field, Buffer.concat(numbers));
    }
    if (key === 'any' && value.kind === 'array') {
      const field = fieldOf(plan, 'keywords');
      const each = fieldOf(field.message(), 'strings');
      const texts = value.items.map((item) => {
        if (item.kind !== 'string') throw lostEdit('filter');
        return countedRecord(each, Buffer.from(stringText(this.#json, item)));
      });
      return countedRecord(field, Buffer.concat(texts));
    }
    throw lostEdit('filter');
  }

  #int64(value: number | bigint): number | bigint {
    if (typeof value === 'number' && !Number.isInteger(value)) throw lostEdit('filter');
    if (BigInt.asIntN(64, BigInt(value)) !== BigInt(value)) throw lostEdit('filter');
    return value;
  }

  #range(plan: MessagePlan, { members }: JsonObject): Buffer {
    return Buffer.concat(
      members.list.map(({ key, value }) => {
        if (!bounds.includes(key as (typeof bounds)[number]) || value.kind !== 'number')
          throw lostEdit('filter');
        return doubleRecord(fieldOf(plan, key), Number(numberValue(this.#json, value)));
      }),
    );
  }

  #ids(plan: MessagePlan, node: JsonNode): Buffer {
    const each = fieldOf(plan, 'has_id');
    const [num, uuid] = [fieldOf(each.message(), 'num'), fieldOf(each.message(), 'uuid')];
    const number = (value: number | bigint): Buffer => {
      if (BigInt.asUintN(64, BigInt(value)) !== BigInt(value)) throw lostEdit('filter');
      return varintRecord(num, value);
    };
    const id = (item: JsonNode): Buffer => {
      if (item.kind === 'number' && isInteger(this.#json, item)) return number(numberValue(this.#json, item));
      if (item.kind !== 'string') throw lostEdit('filter');
      return countedRecord(uuid, Buffer.from(stringText(this.#json, item)));
    };
    if (node.kind !== 'numbers' && node.kind !== 'array') throw lostEdit('filter');
    const ids = node.kind === 'numbers' ? numberValues(this.#json, node).map(number) : node.items.map(id);
    return Buffer.concat(ids.map((one) => countedRecord(each, one)));
  }
}

/**
 * A filter that the gate wrote or added to, as a message: its conditions in the forms in which required filters are
 * written (`writeCondition`), lists of ids, and the filter that stood there before, whose bytes go in as they came. Throws
 * `GateError` for anything else.
 */
export const encodeFilter = (
  plan: MessagePlan,
  json: Buffer,
  node: JsonNode,
  known?: KnownFilter,
): Uint8Array => new FilterEncoder(json, known).filter(plan, node);
