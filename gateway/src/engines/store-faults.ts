import { Refusal } from '../pipeline/refusal.ts';

/** How a request to a store failed. */
export interface StoreFault {
  /** Our own word, or the system's. */
  readonly code: string;
  /** False only where it is certain that the store got nothing. */
  readonly sent: boolean;
  readonly cause?: unknown;
}

const timeouts = new Set(['answer-timeout', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** The store behind the connection `name` gave no answer; it is given up after so many milliseconds of silence. */
export function storeFailed(name: string, silence: number, { code, sent, cause }: StoreFault): Refusal {
  const [kind, what, next] = timeouts.has(code)
    ? [
        'store-slow',
        `the store behind ${name} did not answer within ${silence / 1000} s.`,
        'Ask for less at a time, or try again in a minute; if it lasts, tell the platform team.',
      ]
    : code === 'answer-malformed'
      ? [
          'answer-unreadable',
          `the store behind ${name} does not answer as a store does.`,
          'Tell the platform team: what listens at its address may be another program.',
        ]
      : [
          sent ? 'answer-broken' : 'store-unreachable',
          `the store behind ${name} ${sent ? 'broke its answer off' : 'does not answer'}.`,
          'Try again in a minute; if it lasts, tell the platform team.',
        ];
  return new Refusal('unavailable', kind, what, next, { cause: code, sent }, { cause });
}

/** The store does not accept the gate's own credential. */
export const storeRefusesGateway = (name: string): Refusal =>
  new Refusal(
    'unavailable',
    'store-refuses-gateway',
    `the store behind ${name} does not let the gateway in.`,
    'Tell the platform team: the credential of this connection is missing or out of date.',
    { sent: false },
  );

/** In another coding nobody could look for what must not leave: it was not asked for. */
export const encodedAnswer = (): Refusal =>
  new Refusal(
    'unavailable',
    'answer-unreadable',
    'the store’s answer was not delivered: it came compressed, which was not asked for.',
    'Tell the platform team: what stands before the store must not compress its answers.',
  );

/** The store's answer is larger than one may be. */
export const answerTooLarge = (limit: number): Refusal =>
  new Refusal(
    'forbidden',
    'response-too-large',
    `the answer was not delivered: it is larger than ${limit.toLocaleString('en')} bytes.`,
    'Ask for fewer records or fields at a time.',
  );
