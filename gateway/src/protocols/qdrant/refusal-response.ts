import type { HttpResponse } from '../../engines/http/http-message.ts';
import type { Refusal, RefusalKind } from '../../pipeline/refusal.ts';

/** No status that the client retries by itself: 429 it waits on. */
const statuses: Readonly<Record<RefusalKind, number>> = {
  unauthenticated: 401,
  forbidden: 403,
  unreadable: 400,
  'not-found': 404,
  unavailable: 503,
};

/** The Python client shows so many bytes of an answer, as a literal of bytes, and cuts what is longer. */
const shown = 200;

const plain: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '…': '...',
  '–': '-',
};
/** Without line ends and typographic signs, which a literal of bytes shows as codes. */
const ascii = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[’‘“”…–]/g, (sign) => plain[sign] ?? sign);
const json = (error: string): Buffer => Buffer.from(JSON.stringify({ status: { error } }));

/**
 * A refusal as Qdrant itself would answer, short enough to be shown whole: where both sentences do not fit, what to do
 * next is left to the decision's own page.
 */
export function refusalResponse(refusal: Refusal, decision: string | undefined): HttpResponse {
  const id = decision === undefined ? '' : ` Decision ${decision}.`;
  // Nobody may take a change for not made that may have been.
  const end = `${refusal.doubtful ? ' The change may have been made.' : ''}${id}`;
  const what = ascii(`VectorGate: ${refusal.what}`);
  let body = json(`${what} ${ascii(refusal.next)}${id}`);
  for (let length = what.length; body.length > shown && length > 0; length -= 4)
    body = json(`${length < what.length ? `${what.slice(0, length)}...` : what}${end}`);
  return { status: statuses[refusal.kind], headers: { 'content-type': 'application/json' }, body };
}
