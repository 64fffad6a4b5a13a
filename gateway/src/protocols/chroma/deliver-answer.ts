import type { Obligations } from '@vectorgate/policy-schema';
import type { HttpResponse } from '../../engines/http/http-message.ts';
import { condenseVectors } from '../../json/condense-vectors.ts';
import type { JsonDocument } from '../../json/json-node.ts';
import { JsonReadError } from '../../json/json-read-error.ts';
import { readJson } from '../../json/read-json.ts';
import { MaskLedger } from '../../masks/mask-ledger.ts';
import { MaskPlan } from '../../masks/mask-plan.ts';
import type { Delivered } from '../../pipeline/store-protocol.ts';
import { unreadableAnswer } from '../deliver-answer.ts';
import type { ChromaCall } from './chroma-operation.ts';
import { maskError } from './mask-error.ts';

/** What an operation makes of its answer: the bytes to deliver, and how many records they hold. */
export interface Shaped {
  readonly body: Buffer;
  /** How a long body goes on. */
  readonly rest?: readonly Buffer[];
  readonly hits?: number;
  /** The same for the record, vectors as dimension and digest; by default `body`, which then holds none. */
  readonly recorded?: Buffer;
}

/** Shapes a successful answer. It sees the parsed answer, what binds it, and where to count what it masks. */
export type Shape = (answer: JsonDocument, plan: MaskPlan, ledger: MaskLedger) => Shaped;

/**
 * Delivers an answer of the store. Errors pass the masks too. `needed`: the answer must be understood even when no
 * mask binds it (a list to shorten); otherwise one that cannot be read is delivered as it is when nothing binds it.
 */
export function deliverAnswer(
  call: ChromaCall,
  obligations: Obligations,
  shape?: { readonly by: Shape; readonly needed: boolean },
): (response: HttpResponse) => Delivered<HttpResponse> {
  const plan = new MaskPlan(obligations.masks, call.maskKeys);
  return (response) => {
    const ledger = new MaskLedger();
    const done = (
      body: Uint8Array,
      hits?: number,
      recorded: Uint8Array = body,
      rest: readonly Uint8Array[] = [],
    ): Delivered<HttpResponse> => {
      const headers: Record<string, string> = {};
      for (const name of ['content-type', 'chroma-trace-id']) {
        const value = response.headers[name];
        if (value !== undefined) headers[name] = value;
      }
      return {
        response: {
          status: response.status,
          headers,
          body,
          ...(rest.length > 0 && { rest }),
          ...(response.release && { release: response.release }),
        },
        masked: ledger.tallies(),
        ...(hits !== undefined && { hits }),
        body: recorded,
      };
    };
    if (response.status < 200 || response.status > 299) return done(maskError(response.body, plan, ledger));
    if (shape === undefined) return done(response.body);
    let answer: JsonDocument;
    try {
      answer = readJson(response.body, { skipNumbers: true });
    } catch (error) {
      if (!(error instanceof JsonReadError)) throw error;
      if (plan.binds || shape.needed) throw unreadableAnswer(error);
      return done(response.body, undefined, condenseVectors(response.body));
    }
    const { body, rest, hits, recorded } = shape.by(answer, plan, ledger);
    return done(body, hits, recorded, rest);
  };
}
