import { type HttpAnswer, jsonAnswer } from './http-answer.ts';
import type { RefusalKind, SandboxRefusal } from './sandbox-refusal.ts';

const statuses: Readonly<Record<RefusalKind, number>> = {
  unauthenticated: 401,
  forbidden: 403,
  unreadable: 400,
  'not-found': 404,
  unavailable: 503,
};

/** Python's client shows so many bytes of an answer, as a literal of bytes. */
const shown = 200;

const plain: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '…': '...',
  '–': '-',
};
const ascii = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[’‘“”…–]/g, (sign) => plain[sign] ?? sign);

/** A refusal as the gate gives it to Qdrant's clients, short enough to be shown whole: a test holds the two against each other. */
export function qdrantRefusal({ kind, what, next, decision, doubtful }: SandboxRefusal): HttpAnswer {
  const said = (error: string): HttpAnswer => jsonAnswer(statuses[kind], { status: { error } });
  const id = decision === undefined ? '' : ` Decision ${decision}.`;
  const end = `${doubtful ? ' The change may have been made.' : ''}${id}`;
  const first = ascii(`VectorGate: ${what}`);
  let answer = said(`${first} ${ascii(next)}${id}`);
  for (let length = first.length; answer.body.length > shown && length > 0; length -= 4)
    answer = said(`${length < first.length ? `${first.slice(0, length)}...` : first}${end}`);
  return answer;
}
