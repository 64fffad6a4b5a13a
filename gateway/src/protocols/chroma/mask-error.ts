import type { JsonDocument } from '../../json/json-node.ts';
import { JsonReadError } from '../../json/json-read-error.ts';
import { readJson } from '../../json/read-json.ts';
import { stringText } from '../../json/string-text.ts';
import type { MaskLedger } from '../../masks/mask-ledger.ts';
import type { MaskPlan } from '../../masks/mask-plan.ts';
import { maskPlainText } from '../../masks/mask-text.ts';

const neutral =
  'The store refused the request. Its words are hidden because fields of this answer are masked.';

const read = (body: Uint8Array): JsonDocument | undefined => {
  try {
    return readJson(body);
  } catch (error) {
    if (error instanceof JsonReadError) return undefined;
    throw error;
  }
};

/**
 * The store's error under the masks of the request: a value hidden whole cannot be found again in a sentence, so the
 * sentence is replaced; detectors look inside it. Fields that are not known are removed where a mask binds.
 */
export function maskError(body: Uint8Array, plan: MaskPlan, ledger: MaskLedger): Uint8Array {
  if (!plan.binds || body.length === 0) return body;
  const answer = read(body);
  const text = (key: string): string | undefined => {
    const value = answer?.root.kind === 'object' ? answer.root.members.get(key)?.value : undefined;
    return answer !== undefined && value?.kind === 'string' ? stringText(answer.bytes, value) : undefined;
  };
  const error = text('error');
  const message = text('message');
  const name = error !== undefined && /^\w{1,60}$/.test(error) ? error : 'ChromaError';
  const masked =
    message === undefined || plan.hidesWholeValues
      ? undefined
      : maskPlainText(message, plan, ledger, 'error');
  if (masked === undefined) return Buffer.from(JSON.stringify({ error: name, message: neutral }));
  const untouched =
    masked === message && answer?.root.kind === 'object' && answer.root.members.size === 2 && name === error;
  return untouched ? body : Buffer.from(JSON.stringify({ error: name, message: masked }));
}
