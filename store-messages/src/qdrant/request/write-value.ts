import { signedVarint, unsignedVarint, varintEnd } from '../../protobuf/read-varint.ts';
import { doubleText, type TwinText } from './twin-text.ts';
import { malformed } from './unreadable.ts';

/**
 * Tags of `Value`, `Struct` and `ListValue` (json_with_int.proto of Qdrant's), and of entries of maps. Payloads are most of
 * what is written: they go from bytes to bytes, without an object for each value.
 */
const tags = {
  null: 0x08,
  double: 0x11,
  integer: 0x18,
  string: 0x22,
  bool: 0x28,
  struct: 0x32,
  list: 0x3a,
  key: 0x0a,
} as const;

/** Writes a payload's value in `[at, end)`: whole numbers stay whole, and those with a point keep it. */
export function writeValue(bytes: Buffer, at: number, end: number, out: TwinText): void {
  // Which of all values nothing stands for is the store's secret.
  if (at === end) throw malformed('a value', 'given');
  const value = at + 1;
  switch (bytes[at]) {
    case tags.null:
      out.raw('null');
      return;
    case tags.double:
      out.raw(doubleText(bytes.readDoubleLE(value), 'a value'));
      return;
    case tags.integer:
      out.raw(String(signedVarint(bytes, value)));
      return;
    case tags.bool:
      out.raw(bytes[value] === 1 ? 'true' : 'false');
      return;
    case tags.string:
      out.string(bytes, varintEnd(bytes, value), end);
      return;
    case tags.struct:
      writeStruct(bytes, varintEnd(bytes, value), end, out);
      return;
    case tags.list:
      writeList(bytes, varintEnd(bytes, value), end, out);
      return;
    default:
      throw new TypeError('a kind of value that is not read here');
  }
}

function writeStruct(bytes: Buffer, start: number, end: number, out: TwinText): void {
  out.raw('{');
  for (let at = start; at < end; ) {
    if (at > start) out.raw(',');
    const entry = varintEnd(bytes, at + 1);
    at = entry + Number(unsignedVarint(bytes, at + 1));
    writeEntry(bytes, entry, at, out);
  }
  out.raw('}');
}

function writeList(bytes: Buffer, start: number, end: number, out: TwinText): void {
  out.raw('[');
  for (let at = start; at < end; ) {
    if (at > start) out.raw(',');
    const item = varintEnd(bytes, at + 1);
    at = item + Number(unsignedVarint(bytes, at + 1));
    writeValue(bytes, item, at, out);
  }
  out.raw(']');
}

/** Writes an entry of a map from texts to values, in `[start, end)`. Its key may stand behind its value, or nowhere. */
export function writeEntry(bytes: Buffer, start: number, end: number, out: TwinText): void {
  let [key, keyEnd, value, valueEnd] = [end, end, end, end];
  for (let at = start; at < end; ) {
    const first = varintEnd(bytes, at + 1);
    const next = first + Number(unsignedVarint(bytes, at + 1));
    if (bytes[at] === tags.key) [key, keyEnd] = [first, next];
    else [value, valueEnd] = [first, next];
    at = next;
  }
  out.string(bytes, key, keyEnd);
  out.raw(':');
  writeValue(bytes, value, valueEnd, out);
}
