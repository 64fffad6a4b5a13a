import type { HttpRequest } from '../../engines/http/http-message.ts';
import type { JsonDocument } from '../../json/json-node.ts';
import { JsonReadError } from '../../json/json-read-error.ts';
import { readJson } from '../../json/read-json.ts';
import { unreadable } from './unreadable.ts';

/** Members of a body below which vectors lie. */
const vectors: ReadonlySet<string> = new Set([
  'points',
  'batch',
  'operations',
  'searches',
  'query',
  'prefetch',
]);

/** The JSON text of a request. Throws `Refusal` when it cannot be read strictly. */
export function readBody(request: HttpRequest): JsonDocument {
  const type = request.headers['content-type'];
  if (type !== undefined && !/^application\/json(?:\s*;\s*charset="?utf-8"?)?$/i.test(type))
    throw unreadable('content-type', 'its body is not declared as JSON in UTF-8.');
  try {
    return readJson(request.body, { vectors });
  } catch (error) {
    if (!(error instanceof JsonReadError)) throw error;
    if (error.code === 'json-size') {
      throw unreadable(
        error.code,
        `its body is too large to be looked through: ${error.message}.`,
        'Send it in several smaller requests.',
        error,
      );
    }
    throw unreadable(
      error.code,
      `its body is no JSON that is read the same everywhere (${error.message}).`,
      undefined,
      error,
    );
  }
}
