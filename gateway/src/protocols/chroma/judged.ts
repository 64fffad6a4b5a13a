import type { Obligations, Operation } from '@vectorgate/policy-schema';
import type { HttpRequest, HttpResponse } from '../../engines/http/http-message.ts';
import type { Forward } from '../../pipeline/store-protocol.ts';
import { filterHasNoPlace, operationOf as told } from '../judged-request.ts';
import type { ChromaCall, ChromaJudged } from './chroma-operation.ts';
import { CollectionCache } from './collection-cache.ts';
import { deliverAnswer, type Shape } from './deliver-answer.ts';
import { forwardedRequest } from './forwarded-request.ts';
import { reading } from './unreadable.ts';

/** The operation of a call; what is not told is nothing. */
export const operationOf = (
  call: ChromaCall,
  facts: Parameters<typeof told>[2] & Pick<Operation, 'classes'>,
): Operation => told('chroma', call, facts);

/** The obligations of a call that is one operation. */
export const sole = (obligations: readonly Obligations[]): Obligations => {
  const [only] = obligations;
  if (only === undefined || obligations.length !== 1)
    throw new TypeError('one set of obligations for each operation');
  return only;
};

/** Refuses a request to which a required filter cannot be applied. */
export function refuseFilter({ operation }: ChromaCall, { filter }: Obligations): void {
  if (filter !== undefined) throw filterHasNoPlace(operation.id, 'Chroma');
}

interface Parts {
  readonly operation: Operation;
  /** The body for the record; by default as it came. */
  readonly recorded?: Uint8Array;
  readonly texts?: () => Iterable<string>;
  /** By default: refused under a required filter, else passed on as it came. */
  readonly forward?: (
    obligations: Obligations,
  ) => Forward<HttpRequest, HttpResponse> | Promise<Forward<HttpRequest, HttpResponse>>;
}

/** A call that is one operation, understood. */
export function judged(call: ChromaCall, parts: Parts): ChromaJudged {
  const { operation, forward } = parts;
  return {
    operations: [operation],
    body: parts.recorded ?? call.request.body,
    writtenTexts: parts.texts ?? (() => []),
    forward: async (obligations) => {
      const owed = sole(obligations);
      if (forward !== undefined) return forward(owed);
      // What any permit implies is bound by no guard (combining, point 4).
      if (operation.implied === undefined) refuseFilter(call, owed);
      return passOn(call, owed);
    },
  };
}

/** The request as it came, its answer under the masks that bind error texts. */
export function passOn(
  call: ChromaCall,
  obligations: Obligations,
  by?: Shape,
): Forward<HttpRequest, HttpResponse> {
  const deliver = deliverAnswer(call, obligations, by && { by, needed: false });
  return { request: forwardedRequest(call), changes: [], deliver };
}

/** As `passOn`, for requests after which ids and names may no longer belong together. */
export function passOnSchemaChange(
  call: ChromaCall,
  obligations: Obligations,
): Forward<HttpRequest, HttpResponse> {
  const cache = CollectionCache.of(call.context);
  cache.clear();
  const { deliver, ...rest } = passOn(call, obligations);
  return {
    ...rest,
    deliver: (response) => {
      cache.clear();
      return deliver(response);
    },
  };
}

/** Refuses a body where Chroma reads none. */
export const refuseBody = ({ request }: ChromaCall): void => reading.noBody(request);
