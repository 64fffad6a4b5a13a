import { fromBinary } from '@bufbuild/protobuf';
import { QueryResponseSchema } from '@qdrant/js-client-grpc';
import { UnaryCalls } from '../../harness/unary-call.ts';
import { type Captured, queryPath } from './captured-answers.ts';

const emails = (message: Uint8Array): string[] =>
  fromBinary(QueryResponseSchema, message).result.map(({ payload }) => {
    const kind = payload.email?.kind;
    return kind?.case === 'stringValue' ? kind.value : '';
  });

/**
 * Asks once and checks the answer: the store's own bytes, or from the gate as many hits with their e-mail addresses
 * masked. Throws otherwise. Returns the bytes of the answer.
 */
export async function checkAnswer(
  url: string,
  { message, answer }: Captured,
  metadata: Readonly<Record<string, string>> | undefined,
): Promise<number> {
  const calls = new UnaryCalls(url);
  try {
    const {
      status,
      details,
      message: got,
    } = await calls.call(queryPath, message, { ...(metadata && { headers: metadata }) });
    if (got === undefined) throw new Error(`${url} answers ${status}: ${details}`);
    if (metadata === undefined) {
      if (!got.equals(answer)) throw new Error(`${url} alters what it passes`);
    } else {
      const shown = emails(got);
      if (shown.length !== emails(answer).length || !shown.every((email) => /^•+.{4}$/.test(email)))
        throw new Error('an e-mail address is not masked');
    }
    return got.length;
  } finally {
    calls.close();
  }
}
