import type { TextPattern } from '../records-query.ts';

/** A field, and what its value is to be. */
export interface FieldPattern {
  readonly field: string;
  readonly value: TextPattern;
}

/** `tenant=globex` cut at its first equals sign; undefined where no field, or no value, stands there. */
export function fieldPatternOf([first = '', ...rest]: TextPattern): FieldPattern | undefined {
  const at = first.indexOf('=');
  const value = [first.slice(at + 1), ...rest];
  return at < 1 || (value.length === 1 && value[0] === '') ? undefined : { field: first.slice(0, at), value };
}
