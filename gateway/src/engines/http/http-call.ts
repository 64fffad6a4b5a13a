import type { Answer } from '../../pipeline/exchange.ts';
import type { BodyRoom } from '../body-budget.ts';
import type { UndeliveredAnswers } from '../undelivered-answers.ts';
import type { HttpResponse } from './http-message.ts';
import type { RequestHeaders } from './read-headers.ts';

/** The head of a request, whatever version of HTTP it came by. */
export interface HttpHead extends RequestHeaders {
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
}

/** One request and the way back to its caller, whatever version of HTTP it came by. */
export interface HttpCall {
  /** The caller's network address. */
  readonly address: string;
  /** True when the caller left. */
  readonly gone: boolean;
  /** Calls back when the caller leaves before the whole answer was sent. */
  onLeave(listener: () => void): void;
  /** Throws `Refusal` of kind `unreadable`. */
  head(): HttpHead;
  /** Collects the body; as `readBody`. */
  read(contentLength: string | undefined, limit: number, room: BodyRoom): Promise<Uint8Array>;
  /** Sends the answer. `last`: nothing more that comes over this connection may be decided on. */
  answer(answer: Answer<HttpResponse>, undelivered: UndeliveredAnswers, last: boolean): void;
}
