import { Compile, type Validator } from 'typebox/schema';
import type { RecordedAsk } from './recorded.ts';
import { RecordedAskSchema } from './recorded-schema.ts';

let validator: Validator<Record<never, never>, typeof RecordedAskSchema> | undefined;

/**
 * Whether it is something that was asked, as its schema says. Compiled, a check takes 1 µs and not 85: there may be a million.
 * Made when it is first needed: a page that lets no text become code pays with the slow check, and nothing else.
 */
export const isRecordedAsk = (value: unknown): value is RecordedAsk => {
  validator ??= Compile(RecordedAskSchema);
  return validator.Check(value);
};
