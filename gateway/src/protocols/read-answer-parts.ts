import type { HttpResponse } from '../engines/http/http-message.ts';
import type { JsonDocument, JsonNode } from '../json/json-node.ts';
import { JsonReadError } from '../json/json-read-error.ts';
import { numberValue } from '../json/number-value.ts';
import { readJson } from '../json/read-json.ts';
import { stringText } from '../json/string-text.ts';
import { Refusal } from '../pipeline/refusal.ts';

/** The store did not answer a question of the gate's own about what is in it. */
export const notTold = (cause?: unknown): Refusal =>
  new Refusal(
    'unavailable',
    'contents-untold',
    'the store did not say what is in it.',
    'Try again in a minute; if it lasts, tell the platform team.',
    {},
    { cause },
  );

/** An answer to a question of the gate's own. Throws `Refusal` where it is no success, or no JSON. */
export function answerOf({ status, body }: HttpResponse): JsonDocument {
  if (status !== 200) throw notTold();
  try {
    return readJson(body, { skipNumbers: true });
  } catch (error) {
    if (!(error instanceof JsonReadError)) throw error;
    throw notTold(error);
  }
}

/** What stands under keys, one below the other. */
export function memberAt(node: JsonNode | undefined, ...keys: readonly string[]): JsonNode | undefined {
  let at = node;
  for (const key of keys) at = at?.kind === 'object' ? at.members.get(key)?.value : undefined;
  return at;
}

/** A text of an answer; undefined where none stands there. */
export const textOf = (bytes: Buffer, node: JsonNode | undefined): string | undefined =>
  node?.kind === 'string' ? stringText(bytes, node) : undefined;

/** A count of an answer; undefined where none stands there. */
export function countOf(bytes: Buffer, node: JsonNode | undefined): number | undefined {
  const value = node?.kind === 'number' ? numberValue(bytes, node) : undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
