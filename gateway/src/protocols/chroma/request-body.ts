import type { HttpRequest } from '../../engines/http/http-message.ts';
import type { JsonArray, JsonDocument, JsonNode, JsonObject, JsonString } from '../../json/json-node.ts';
import { isInteger, numberValue } from '../../json/number-value.ts';
import { stringText } from '../../json/string-text.ts';
import { malformed, quoted, reading, unreadable } from './unreadable.ts';
import { vectorFields } from './vector-fields.ts';

const largest = 4_294_967_295;

/** The JSON object of a request, read strictly: only known fields, each of its documented type. */
export class RequestBody {
  readonly document: JsonDocument;
  readonly root: JsonObject;

  /** Throws `Refusal` when the body is no JSON object, cannot be read strictly, or names a field that is not `known`. */
  constructor(request: HttpRequest, known: readonly string[]) {
    this.document = reading.json(request, vectorFields);
    const { root } = this.document;
    if (root.kind !== 'object') throw unreadable('malformed-body', 'its body is no JSON object.');
    this.root = root;
    for (const { key } of root.members.list) {
      if (!known.includes(key)) {
        throw unreadable(
          'unknown-field',
          `its body has a field${quoted(key)} that is not known.`,
          'Leave the field out.',
        );
      }
    }
  }

  /** A field's value; undefined when it is absent or null. */
  get(name: string): JsonNode | undefined {
    const value = this.root.members.get(name)?.value;
    return value?.kind === 'null' ? undefined : value;
  }

  text(node: JsonString): string {
    return stringText(this.document.bytes, node);
  }

  string(name: string): string | undefined {
    const node = this.get(name);
    if (node === undefined) return undefined;
    if (node.kind !== 'string') throw malformed(name, 'a text');
    return this.text(node);
  }

  boolean(name: string): boolean | undefined {
    const node = this.get(name);
    if (node === undefined) return undefined;
    if (node.kind !== 'true' && node.kind !== 'false') throw malformed(name, 'true or false');
    return node.kind === 'true';
  }

  /** A whole number from 0 to 2^32 - 1, written without point or exponent as Chroma demands. */
  count(name: string): number | undefined {
    const node = this.get(name);
    if (node === undefined) return undefined;
    if (node.kind === 'number' && isInteger(this.document.bytes, node)) {
      const value = numberValue(this.document.bytes, node);
      if (typeof value === 'number' && value >= 0 && value <= largest && !Object.is(value, -0)) return value;
    }
    throw malformed(name, `a whole number from 0 to ${largest}`);
  }

  object(name: string): JsonObject | undefined {
    const node = this.get(name);
    if (node !== undefined && node.kind !== 'object') throw malformed(name, 'an object');
    return node;
  }

  array(name: string): JsonArray | undefined {
    const node = this.get(name);
    if (node !== undefined && node.kind !== 'array') throw malformed(name, 'a list');
    return node;
  }

  strings(name: string): string[] | undefined {
    return this.array(name)?.items.map((item) => {
      if (item.kind !== 'string') throw malformed(name, 'a list of texts');
      return this.text(item);
    });
  }
}
