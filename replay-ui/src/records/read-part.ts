import { hasRoundedNumber } from './has-rounded-number.ts';
import { isDeeperThan } from './is-deeper-than.ts';
import type { RecordPart } from './record-content.ts';

/** A number whose text says more than a JavaScript number can hold. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A part as views use it. */
export interface ReadPart {
  /** The whole text, as copied. */
  readonly text: string;
  /** Parsed, integers beyond 2^53 as `ExactNumber`; undefined when it is no JSON. */
  readonly value: unknown;
  /** What a reader should know, e.g. that bytes were no UTF-8. */
  readonly notes: readonly string[];
}

type Reviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;

/** Sixteen digits in a row may be more than a double holds. */
const manyDigits = /\d{16}/;

const exact: Reviver = (_key, value, context) => {
  if (typeof value !== 'number' || context?.source === undefined) return value;
  return /^-?\d{16,}$/.test(context.source) && String(value) !== context.source
    ? new ExactNumber(context.source)
    : value;
};

function parse(text: string): unknown {
  try {
    return manyDigits.test(text)
      ? JSON.parse(text, exact as (key: string, value: unknown) => unknown)
      : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const strict = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder('utf-8');

function decode(bytes: Uint8Array): { readonly text: string; readonly notes: readonly string[] } {
  try {
    return { text: strict.decode(bytes), notes: [] };
  } catch {
    return {
      text: lenient.decode(bytes),
      notes: ['Some bytes are no UTF-8; each stands here as �.'],
    };
  }
}

/** Deeper than anything that means something, and far from what would exhaust a call stack. */
const deepest = 500;

/** Reads a part from whatever form its host has it in. */
export function readPart(part: RecordPart): ReadPart {
  if ('value' in part) {
    if (isDeeperThan(part.value, deepest)) return { text: '', value: undefined, notes: [tooDeep] };
    const notes = hasRoundedNumber(part.value) ? [rounded] : [];
    return { text: JSON.stringify(part.value, undefined, 2) ?? '', value: part.value, notes };
  }
  const { text, notes } = 'text' in part ? { text: part.text, notes: [] } : decode(part.bytes);
  const value = parse(text);
  return isDeeperThan(value, deepest)
    ? { text, value: undefined, notes: [...notes, tooDeep] }
    : { text, value, notes };
}

const rounded = 'Integers beyond 2^53 came rounded; the record itself holds them whole.';
const tooDeep = `It is nested deeper than ${deepest} levels, so it shows as the text that it is.`;
