import type { JsonNumber, JsonNumbers } from './json-node.ts';

/**
 * The value of a number node. An integer that a double cannot hold is a bigint; whether a number was written with
 * point or exponent is told by `isInteger`.
 */
export function numberValue(bytes: Buffer, node: JsonNumber): number | bigint {
  const text = bytes.toString('latin1', node.start, node.end);
  const value = Number(text);
  // Beyond what any double holds the value is infinite: making an integer of millions of digits takes minutes.
  return Number.isFinite(value) && !Number.isSafeInteger(value) && isInteger(bytes, node)
    ? BigInt(text)
    : value;
}

/** True when the number is written as an integer: neither point nor exponent. */
export function isInteger(bytes: Buffer, node: JsonNumber): boolean {
  for (let i = node.start; i < node.end; i++) {
    const byte = bytes[i];
    if (byte === 0x2e || byte === 0x65 || byte === 0x45) return false;
  }
  return true;
}

/** The values of a list of numbers. */
export function numberValues(bytes: Buffer, node: JsonNumbers): (number | bigint)[] {
  const values: (number | bigint)[] = [];
  let at = node.start + 1;
  for (const text of bytes.toString('latin1', at, node.end - 1).split(',')) {
    const start = at + (text.length - text.trimStart().length);
    values.push(numberValue(bytes, { kind: 'number', start, end: at + text.trimEnd().length }));
    at += text.length + 1;
  }
  return values;
}
