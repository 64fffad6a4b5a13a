import type { JsonDocument } from '../json/json-node.ts';
import { JsonReadError } from '../json/json-read-error.ts';
import { readJson } from '../json/read-json.ts';
import type { MaskLedger } from '../masks/mask-ledger.ts';
import type { MaskPlan } from '../masks/mask-plan.ts';
import { maskPlainText } from '../masks/mask-text.ts';

/** Where an error of the store says in words what was wrong, and how it is written anew. */
export interface StoreError {
  /** Its text; undefined where the answer is none of the store's own errors. */
  readonly read: (answer: JsonDocument) => string | undefined;
  readonly write: (text: string) => string;
}

const neutral =
  'The store refused the request. Its words are hidden because fields of this answer are masked.';

/**
 * The store's error under the masks of the request: a value hidden whole cannot be found again in a sentence, so the
 * sentence is replaced; detectors look inside it. What else the answer holds is not known, and not delivered.
 */
export function maskError(
  body: Uint8Array,
  { read, write }: StoreError,
  plans: readonly MaskPlan[],
  ledger: MaskLedger,
): Uint8Array {
  const binding = plans.filter(({ binds }) => binds);
  if (binding.length === 0 || body.length === 0) return body;
  let text: string | undefined;
  try {
    text = read(readJson(body));
  } catch (error) {
    if (!(error instanceof JsonReadError)) throw error;
  }
  let masked = text;
  for (const plan of binding) {
    masked =
      masked === undefined || plan.hidesWholeValues
        ? undefined
        : maskPlainText(masked, plan, ledger, 'error');
  }
  return Buffer.from(write(masked ?? neutral));
}
