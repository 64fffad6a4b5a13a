import type { ChromaCall } from './chroma-operation.ts';
import { quoted, unreadable } from './unreadable.ts';

const largest = 4_294_967_295;

/** Refuses query parameters that the table does not name for this operation. */
export function checkParameters({ operation, request }: ChromaCall): void {
  for (const [name] of request.query) {
    if (!operation.parameters?.includes(name)) {
      throw unreadable(
        'unknown-parameter',
        `its address has a parameter${quoted(name)} that is not known.`,
        'Leave the parameter out.',
      );
    }
  }
}

/** A query parameter's text; undefined when it is absent. Given twice, it is refused. */
export function textParameter({ request }: ChromaCall, name: string): string | undefined {
  const values = request.query.filter(([key]) => key === name);
  if (values.length > 1) throw unreadable('duplicate-parameter', `its address names ${name} twice.`);
  return values[0]?.[1];
}

/** A query parameter that is a whole number from 0 to 2^32 - 1. */
export function countParameter(call: ChromaCall, name: string): number | undefined {
  const text = textParameter(call, name);
  if (text === undefined) return undefined;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= largest))
    throw unreadable('malformed-parameter', `${name} is not a whole number from 0 to ${largest}.`);
  return value;
}
