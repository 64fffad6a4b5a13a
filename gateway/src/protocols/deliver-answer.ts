import type { HttpResponse } from '../engines/http/http-message.ts';
import { condenseVectors, type KeptMembers } from '../json/condense-vectors.ts';
import type { JsonDocument } from '../json/json-node.ts';
import { JsonReadError } from '../json/json-read-error.ts';
import { readJson } from '../json/read-json.ts';
import { MaskLedger } from '../masks/mask-ledger.ts';
import type { MaskPlan } from '../masks/mask-plan.ts';
import { Refusal } from '../pipeline/refusal.ts';
import type { Delivered } from '../pipeline/store-protocol.ts';
import { maskError, type StoreError } from './mask-error.ts';

/** What an operation makes of its answer. */
export interface Shaped {
  readonly body: Uint8Array;
  readonly hits?: number;
  /** Another status than the store's own. */
  readonly status?: number;
}

/** Shapes a successful answer: the parsed answer, what binds each operation of the request, and where to count. */
export type Shape = (answer: JsonDocument, plans: readonly MaskPlan[], ledger: MaskLedger) => Shaped;

export const unreadableAnswer = (cause?: unknown): Refusal =>
  new Refusal(
    'unavailable',
    'answer-unreadable',
    'the store’s answer was not delivered: it cannot be read for certain, so it cannot be masked.',
    'Tell the platform team: the store answers in a way that this gateway does not know.',
    {},
    { cause },
  );

export interface Delivering {
  /** What binds each operation of the request. */
  readonly plans: readonly MaskPlan[];
  readonly error: StoreError;
  /**
   * How a successful answer is shaped; without one, nothing in it can be masked. `needed`: it must be understood even when
   * no mask binds it (a list to shorten); otherwise one that cannot be read is delivered as it is when nothing binds it.
   */
  readonly shape?: { readonly by: Shape; readonly needed: boolean };
  /** Members that hold what people store: their lists of numbers are no vectors and are recorded. */
  readonly kept?: KeptMembers;
}

/** Delivers an answer of the store: shaped where it succeeded, and errors pass the masks too. */
export function deliverAnswer({
  plans,
  error,
  shape,
  kept,
}: Delivering): (response: HttpResponse) => Delivered<HttpResponse> {
  const binds = plans.some((plan) => plan.binds);
  return (response) => {
    const ledger = new MaskLedger();
    const done = (
      body: Uint8Array,
      { hits, status = response.status }: Pick<Shaped, 'hits' | 'status'> = {},
    ): Delivered<HttpResponse> => {
      const type = response.headers['content-type'];
      return {
        response: {
          status,
          headers: type === undefined ? {} : { 'content-type': type },
          body,
          ...(response.release && { release: response.release }),
        },
        masked: ledger.tallies(),
        ...(hits !== undefined && { hits }),
        body: condenseVectors(body, kept),
      };
    };
    if (response.status < 200 || response.status > 299)
      return done(maskError(response.body, error, plans, ledger));
    if (shape === undefined) {
      if (binds) throw unreadableAnswer();
      return done(response.body);
    }
    let answer: JsonDocument;
    try {
      answer = readJson(response.body, { skipNumbers: true });
    } catch (cause) {
      if (!(cause instanceof JsonReadError)) throw cause;
      if (binds || shape.needed) throw unreadableAnswer(cause);
      return done(response.body);
    }
    const { body, ...rest } = shape.by(answer, plans, ledger);
    return done(body, rest);
  };
}
