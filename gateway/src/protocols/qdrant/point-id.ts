import type { JsonNode } from '../../json/json-node.ts';
import { isInteger, numberValue, numberValues } from '../../json/number-value.ts';
import { stringText } from '../../json/string-text.ts';
import { malformed } from './unreadable.ts';

const largest = 2n ** 64n - 1n;
/** The spellings that Qdrant takes for one UUID: with hyphens, without, in braces, as a URN; in either case of letters. */
const uuid =
  /^(?:urn:uuid:)?\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/i;

const numeral = (value: number | bigint, what: string): string => {
  if (
    (typeof value === 'number' && (!Number.isInteger(value) || Object.is(value, -0))) ||
    value < 0 ||
    BigInt(value) > largest
  )
    throw malformed(what, 'a point id');
  return String(value);
};

/** The one spelling of a point id as policy and records see it: digits, or a UUID in small letters with hyphens. */
export function pointId(bytes: Buffer, node: JsonNode, what = 'id'): string {
  if (node.kind === 'number' && isInteger(bytes, node)) return numeral(numberValue(bytes, node), what);
  if (node.kind === 'string') {
    const [, ...parts] = uuid.exec(stringText(bytes, node)) ?? [];
    if (parts.length > 0) return parts.join('-').toLowerCase();
  }
  throw malformed(what, 'a point id: a whole number or a UUID');
}

/** A list of point ids. */
export function pointIds(bytes: Buffer, node: JsonNode, what: string): string[] {
  if (node.kind === 'numbers') {
    if (/[.eE]/.test(bytes.toString('latin1', node.start, node.end)))
      throw malformed(what, 'a list of point ids');
    return numberValues(bytes, node).map((value) => numeral(value, what));
  }
  if (node.kind !== 'array') throw malformed(what, 'a list of point ids');
  return node.items.map((item) => pointId(bytes, item, what));
}

/** An id in Qdrant's JSON. */
export const idJson = (id: string): string => (/^\d+$/.test(id) ? id : JSON.stringify(id));
