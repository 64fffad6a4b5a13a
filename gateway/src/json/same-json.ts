import type { JsonDocument, JsonNode } from './json-node.ts';
import { isInteger, numberValue, numberValues } from './number-value.ts';
import { stringText } from './string-text.ts';

/** Which numbers of a list are written as whole ones. */
const wholeOnes = (bytes: Buffer, { start, end }: JsonNode): boolean[] =>
  bytes
    .toString('latin1', start, end)
    .split(',')
    .map((text) => !/[.eE]/.test(text));

class Comparison {
  readonly #a: Buffer;
  readonly #b: Buffer;

  constructor(a: Buffer, b: Buffer) {
    this.#a = a;
    this.#b = b;
  }

  same(a: JsonNode, b: JsonNode): boolean {
    if (a.kind !== b.kind) return false;
    if (this.#a.subarray(a.start, a.end).equals(this.#b.subarray(b.start, b.end))) return true;
    if (a.kind === 'object' && b.kind === 'object')
      return (
        a.members.size === b.members.size &&
        a.members.list.every(({ key, value }) => {
          const other = b.members.get(key);
          return other !== undefined && this.same(value, other.value);
        })
      );
    if (a.kind === 'array' && b.kind === 'array')
      return a.items.length === b.items.length && a.items.every((item, i) => this.same(item, b.items[i]!));
    if (a.kind === 'string' && b.kind === 'string') return stringText(this.#a, a) === stringText(this.#b, b);
    if (a.kind === 'number' && b.kind === 'number')
      return (
        isInteger(this.#a, a) === isInteger(this.#b, b) && numberValue(this.#a, a) === numberValue(this.#b, b)
      );
    if (a.kind === 'numbers' && b.kind === 'numbers') {
      const [these, those] = [numberValues(this.#a, a), numberValues(this.#b, b)];
      const [whole, others] = [wholeOnes(this.#a, a), wholeOnes(this.#b, b)];
      return (
        these.length === those.length && these.every((one, i) => one === those[i] && whole[i] === others[i])
      );
    }
    return false;
  }
}

/** Whether two JSON texts say the same: members in any order, numbers by their value, whole ones apart from others. */
export const sameJson = (a: JsonDocument, b: JsonDocument): boolean =>
  new Comparison(a.bytes, b.bytes).same(a.root, b.root);
