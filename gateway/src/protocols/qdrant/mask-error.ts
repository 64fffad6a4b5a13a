import type { JsonNode } from '../../json/json-node.ts';
import { JsonReadError } from '../../json/json-read-error.ts';
import { readJson } from '../../json/read-json.ts';
import { stringText } from '../../json/string-text.ts';
import type { MaskLedger } from '../../masks/mask-ledger.ts';
import type { MaskPlan } from '../../masks/mask-plan.ts';
import { maskPlainText } from '../../masks/mask-text.ts';

const neutral =
  'The store refused the request. Its words are hidden because fields of this answer are masked.';

const member = (node: JsonNode | undefined, key: string): JsonNode | undefined =>
  node?.kind === 'object' ? node.members.get(key)?.value : undefined;

/** The text of an error of Qdrant's; undefined where the answer is none. */
function errorText(body: Uint8Array): string | undefined {
  try {
    const { bytes, root } = readJson(body);
    const error = member(member(root, 'status'), 'error');
    return error?.kind === 'string' ? stringText(bytes, error) : undefined;
  } catch (error) {
    if (error instanceof JsonReadError) return undefined;
    throw error;
  }
}

/**
 * The store's error under the masks of the request: a value hidden whole cannot be found again in a sentence, so the
 * sentence is replaced; detectors look inside it.
 */
export function maskError(body: Uint8Array, plans: readonly MaskPlan[], ledger: MaskLedger): Uint8Array {
  const binding = plans.filter(({ binds }) => binds);
  if (binding.length === 0 || body.length === 0) return body;
  const text = errorText(body);
  let masked = text;
  for (const plan of binding) {
    masked =
      masked === undefined || plan.hidesWholeValues
        ? undefined
        : maskPlainText(masked, plan, ledger, 'error');
  }
  if (masked !== undefined && masked === text) return body;
  return Buffer.from(JSON.stringify({ status: { error: masked ?? neutral }, time: 0 }));
}
