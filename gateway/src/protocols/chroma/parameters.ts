import type { ChromaCall } from './chroma-operation.ts';
import { unreadable } from './unreadable.ts';

const largest = 4_294_967_295;

/** A query parameter's text; undefined when it is absent. */
export const textParameter = ({ request }: ChromaCall, name: string): string | undefined =>
  request.query.find(([key]) => key === name)?.[1];

/** A query parameter that is a whole number from 0 to 2^32 - 1. */
export function countParameter(call: ChromaCall, name: string): number | undefined {
  const text = textParameter(call, name);
  if (text === undefined) return undefined;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= largest))
    throw unreadable('malformed-parameter', `${name} is not a whole number from 0 to ${largest}.`);
  return value;
}
