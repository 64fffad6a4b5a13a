import type { JsonDocument, JsonNode, JsonObject } from '../json/json-node.ts';
import { isInteger, numberValue } from '../json/number-value.ts';
import { stringText } from '../json/string-text.ts';
import { quoted, type StrictReading } from './strict-reading.ts';

/** An object of a request, read strictly: only known fields, each of its documented type. */
export class StrictObject {
  readonly bytes: Buffer;
  readonly node: JsonObject;
  readonly #reading: StrictReading;
  /** The spellings that stand in the request, by the name that is asked for. */
  readonly #spelled = new Map<string, string>();

  /**
   * `known` names the fields, `aliases` further spellings that the store takes for one. Throws `Refusal` for any other
   * field and for two spellings of one.
   */
  constructor(
    reading: StrictReading,
    { bytes }: Pick<JsonDocument, 'bytes'>,
    node: JsonNode,
    what: string,
    known: readonly string[],
    aliases: Readonly<Record<string, string>> = {},
  ) {
    if (node.kind !== 'object') throw reading.malformed(what, 'an object');
    this.#reading = reading;
    this.bytes = bytes;
    this.node = node;
    for (const { key } of node.members.list) {
      const name = !known.includes(key) && Object.hasOwn(aliases, key) ? aliases[key]! : key;
      if (!known.includes(name)) {
        throw reading.unreadable(
          'unknown-field',
          `${what} has a field${quoted(key)} that is not known.`,
          'Leave the field out.',
        );
      }
      if (this.#spelled.has(name))
        throw reading.unreadable('duplicate-field', `${what} names ${name} in two spellings.`);
      this.#spelled.set(name, key);
    }
  }

  /** The spelling under which a field stands here, or would be written. */
  spelling(name: string): string {
    return this.#spelled.get(name) ?? name;
  }

  /** A field's value; undefined when it is absent or null. */
  get(name: string): JsonNode | undefined {
    const value = this.node.members.get(this.spelling(name))?.value;
    return value?.kind === 'null' ? undefined : value;
  }

  string(name: string): string | undefined {
    const node = this.get(name);
    if (node === undefined) return undefined;
    if (node.kind !== 'string') throw this.#reading.malformed(name, 'a text');
    return stringText(this.bytes, node);
  }

  boolean(name: string): boolean | undefined {
    const node = this.get(name);
    if (node === undefined) return undefined;
    if (node.kind !== 'true' && node.kind !== 'false') throw this.#reading.malformed(name, 'true or false');
    return node.kind === 'true';
  }

  /** A whole number from 0 to 2^53 - 1. */
  count(name: string): number | undefined {
    const node = this.get(name);
    if (node === undefined) return undefined;
    if (node.kind === 'number' && isInteger(this.bytes, node)) {
      const value = numberValue(this.bytes, node);
      if (typeof value === 'number' && value >= 0 && !Object.is(value, -0)) return value;
    }
    throw this.#reading.malformed(name, 'a whole number');
  }

  /** A list's items. A list of numbers has none of its own: read those by `numberValues`. */
  items(name: string): readonly JsonNode[] | undefined {
    const node = this.get(name);
    if (node === undefined) return undefined;
    if (node.kind !== 'array') throw this.#reading.malformed(name, 'a list');
    return node.items;
  }

  strings(name: string): string[] | undefined {
    return this.items(name)?.map((item) => {
      if (item.kind !== 'string') throw this.#reading.malformed(name, 'a list of texts');
      return stringText(this.bytes, item);
    });
  }
}
