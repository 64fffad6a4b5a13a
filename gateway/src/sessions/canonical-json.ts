import { GateError } from '../errors/gate-error.ts';

/**
 * JSON in the one form of RFC 8785 (JSON Canonicalization Scheme): keys sorted by UTF-16 code units, no white
 * space, numbers and strings as ECMAScript prints them. Properties that are `undefined` are left out.
 * Throws `GateError` code `record-malformed`, naming the place, for what that form cannot hold: numbers that are
 * not finite, bigint, functions, lone surrogates.
 */
export function canonicalJson(value: unknown): string {
  return print(value, '$');
}

/** Printed forms of objects that never change, by `keepCanonical`. */
const kept = new WeakMap<object, string>();

/**
 * Promises that `value` never changes, and returns it: its printed form is made once. For the pieces that many
 * headers share: who asked, the rules and the revision that decided.
 */
export function keepCanonical<T extends object>(value: T): T {
  if (!kept.has(value)) kept.set(value, print(value, '$'));
  return value;
}

function print(value: unknown, place: string): string {
  switch (typeof value) {
    case 'string':
      return printText(value, place);
    case 'number':
      if (!Number.isFinite(value)) throw malformed(place, 'a number that is not finite');
      // As JSON prints it; of the two only -0 differs.
      return value === 0 ? '0' : String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return kept.get(value) ?? (Array.isArray(value) ? printArray(value, place) : printObject(value, place));
    default:
      throw malformed(place, `a value of type ${typeof value}`);
  }
}

/** Most texts need no escape: then their printed form is the text itself. */
const bare = /^[ !#-[\]-~]*$/;

function printText(text: string, place: string): string {
  if (bare.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw malformed(place, 'a text with half of a surrogate pair');
  return JSON.stringify(text);
}

function printArray(items: readonly unknown[], place: string): string {
  let text = '[';
  for (let i = 0; i < items.length; i += 1) {
    if (i > 0) text += ',';
    text += print(items[i], place);
  }
  return `${text}]`;
}

function printObject(value: object, place: string): string {
  const properties = value as Record<string, unknown>;
  let text = '{';
  for (const key of inOrder(Object.keys(properties))) {
    const item = properties[key];
    if (item === undefined) continue;
    if (text.length > 1) text += ',';
    text += printKey(key, place) + print(item, key);
  }
  return `${text}}`;
}

/** Most objects are written down in order. */
function inOrder(keys: string[]): string[] {
  for (let i = 1; i < keys.length; i += 1) if (keys[i - 1]! > keys[i]!) return keys.sort();
  return keys;
}

/** Printed forms of keys, with their colons: headers have the same few. */
const keys = new Map<string, string>();
const mostKeys = 1000;

function printKey(key: string, place: string): string {
  const known = keys.get(key);
  if (known !== undefined) return known;
  if (!key.isWellFormed()) throw malformed(place, 'a key with half of a surrogate pair');
  const printed = `${JSON.stringify(key)}:`;
  if (keys.size < mostKeys) keys.set(key, printed);
  return printed;
}

const malformed = (place: string, what: string): GateError =>
  new GateError('record-malformed', `A record cannot be written: its header holds ${what} at "${place}".`, {
    place,
  });
