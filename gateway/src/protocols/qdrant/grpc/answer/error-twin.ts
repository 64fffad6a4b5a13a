import type { GrpcResponse } from '../../../../engines/grpc/grpc-message.ts';
import type { HttpResponse } from '../../../../engines/http/http-message.ts';
import { JsonReadError } from '../../../../json/json-read-error.ts';
import { readJson } from '../../../../json/read-json.ts';
import { stringText } from '../../../../json/string-text.ts';
import { unreadableAnswer } from '../../deliver-answer.ts';

/** What HTTP says where gRPC says a number (https://grpc.io/docs/guides/status-codes). */
const httpStatus: Readonly<Record<number, number>> = {
  1: 499,
  3: 400,
  4: 504,
  5: 404,
  6: 409,
  7: 403,
  8: 429,
  9: 400,
  10: 409,
  11: 400,
  12: 501,
  14: 503,
  16: 401,
};

/** The body of an error of REST's. */
export const errorBody = (error: string): object => ({ status: { error }, time: 0 });

/** What REST would have answered where the store refused. */
export const errorTwin = ({ status, details }: GrpcResponse): HttpResponse => ({
  status: httpStatus[status] ?? 500,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(errorBody(details))),
});

/** The words of an error of REST's. Throws `Refusal` where there are none. */
export function errorWords(body: Uint8Array): string {
  try {
    const { bytes, root } = readJson(body);
    const status = root.kind === 'object' ? root.members.get('status')?.value : undefined;
    const error = status?.kind === 'object' ? status.members.get('error')?.value : undefined;
    if (error?.kind === 'string') return stringText(bytes, error);
  } catch (error) {
    if (!(error instanceof JsonReadError)) throw error;
  }
  throw unreadableAnswer();
}
