import { varintBytes } from '@vectorgate/store-messages/protobuf';
import type { JsonTree } from '../body/json-tree.ts';

const whole = /^-?\d{1,20}$/;

/** The bytes of a whole number between two bounds; undefined for anything else. */
export function writeWhole(tree: JsonTree, least: bigint, most: bigint): Buffer | undefined {
  if (tree.kind !== 'number' || !whole.test(tree.source)) return undefined;
  const value = BigInt(tree.source);
  return value < least || value > most ? undefined : varintBytes(value);
}

export const writeUnsigned = (tree: JsonTree): Buffer | undefined => writeWhole(tree, 0n, 2n ** 64n - 1n);
export const writeSigned = (tree: JsonTree): Buffer | undefined =>
  writeWhole(tree, -(2n ** 63n), 2n ** 63n - 1n);

/** JSON has no words for these, so records hold them as texts. */
const beyond: ReadonlySet<string> = new Set(['NaN', 'Infinity', '-Infinity']);

/** A number with a point, or one of those that JSON has no words for. */
export function realOf(tree: JsonTree): number | undefined {
  if (tree.kind === 'number') return Number(tree.source);
  return tree.kind === 'text' && beyond.has(tree.value) ? Number(tree.value) : undefined;
}
