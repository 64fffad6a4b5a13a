import type { ServerResponse } from 'node:http';
import type { Answer } from '../../pipeline/exchange.ts';
import type { UndeliveredAnswers } from '../undelivered-answers.ts';
import type { HttpResponse } from './http-message.ts';

/** Headers of an answer that belong to one connection between two parties and never travel on (RFC 9110 section 7.6.1). */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'content-length',
  'content-encoding',
  'date',
  'server',
]);

/** A caller who takes nothing of a longer answer for so many milliseconds is given up. */
const longAnswer = 64 * 1024;
const longestStall = 60_000;

/**
 * Sends an answer with its length told: what the store folder allowed of its headers, decision and notice beside them.
 * A long body leaves in its pieces, and its memory is given back when the last byte has gone; until then it counts among
 * the `undelivered`.
 */
export function writeAnswer(
  reply: ServerResponse,
  answer: Answer<HttpResponse>,
  undelivered: UndeliveredAnswers,
): void {
  if (reply.destroyed) return;
  const { response } = answer;
  const length = bodyLength(response);
  reply.writeHead(response.status, answerHead(answer));
  // Who does not read stays connected for as long as they like, and a long answer in memory.
  if (length > longAnswer) {
    reply.setTimeout(longestStall, () => reply.destroy());
    undelivered.add(reply, length);
  }
  const { body, rest = [], release } = response;
  if (release !== undefined) {
    reply.once('finish', () => {
      // Cut off: what was not sent is nobody's any more, but the system may still hold it.
      if (!reply.destroyed && reply.socket?.destroyed !== true) release();
    });
  }
  const last = rest.at(-1);
  if (last === undefined) {
    reply.end(body);
    return;
  }
  reply.cork();
  reply.write(body);
  for (const piece of rest.slice(0, -1)) reply.write(piece);
  reply.end(last);
  reply.uncork();
}

/** Head of an answer, the same for every version of HTTP. */
export function answerHead({
  response,
  decision,
  notice,
}: Answer<HttpResponse>): Record<string, string | number> {
  const headers: Record<string, string | number> = { 'content-length': bodyLength(response) };
  for (const name in response.headers) if (!hopByHop.has(name)) headers[name] = response.headers[name]!;
  if (decision !== undefined) headers['vectorgate-decision'] = decision;
  if (notice !== undefined) {
    const told = decision === undefined ? notice : `${notice}. Decision ${decision}.`;
    headers['vectorgate-notice'] = encodeURIComponent(told);
  }
  return headers;
}

/** Bytes of a response's body, all pieces together. */
export const bodyLength = ({ body, rest }: HttpResponse): number =>
  rest === undefined ? body.length : rest.reduce((sum, piece) => sum + piece.length, body.length);
