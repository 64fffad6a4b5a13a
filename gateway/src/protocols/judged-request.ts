import type { Obligations, Operation } from '@vectorgate/policy-schema';
import type { HttpRequest, HttpResponse } from '../engines/http/http-message.ts';
import { condenseVectors, type KeptMembers } from '../json/condense-vectors.ts';
import type { JsonDocument } from '../json/json-node.ts';
import { MaskPlan } from '../masks/mask-plan.ts';
import { PatternBudget } from '../masks/patterns/pattern-budget.ts';
import { Refusal } from '../pipeline/refusal.ts';
import type { Judged } from '../pipeline/store-protocol.ts';
import { type Delivering, deliverAnswer } from './deliver-answer.ts';
import type { StoreError } from './mask-error.ts';
import type { RequestEdit } from './request-edit.ts';
import type { StoreCall } from './store-operation.ts';
import { textsOf } from './texts-of.ts';

type Facts = Partial<Omit<Operation, 'store' | 'connection' | 'name'>> & Pick<Operation, 'targets'>;

/** An operation of a call; what is not told is nothing, and its classes are those of its line in the table. */
export const operationOf = (store: string, call: StoreCall, facts: Facts): Operation => ({
  store,
  connection: call.context.connection,
  name: call.operation.id,
  classes: call.operation.classes,
  records: 0,
  references: [],
  returns: [],
  ...facts,
});

/** One operation of a request, and how the request is narrowed to what was decided on it. */
export interface Part<Edit extends RequestEdit = RequestEdit> {
  readonly operation: Operation;
  /** Throws `Refusal` where an obligation has no place. By default a required filter has none. */
  readonly narrow?: (owed: Obligations, edit: Edit) => void | Promise<void>;
}

/** A request, understood. */
export interface Understood<Edit extends RequestEdit = RequestEdit> {
  readonly parts: readonly Part<Edit>[];
  /** Its body, read; absent where there is none. */
  readonly document?: JsonDocument;
  readonly shape?: NonNullable<Delivering['shape']>;
  /** True where its texts are to be stored. */
  readonly writes?: boolean;
  /** What goes on to the store, where that is not the request itself with its edited body. */
  readonly send?: (obligations: readonly Obligations[], body: Uint8Array) => HttpRequest;
}

/** How a store goes about every request. */
export interface StoreWays<Edit extends RequestEdit = RequestEdit> {
  /** As people call it: `Qdrant`. */
  readonly name: string;
  readonly error: StoreError;
  readonly edit: (document: Pick<JsonDocument, 'bytes'>) => Edit;
  /** A body for its record; by default every long list of numbers as its dimension and digest. */
  readonly recorded?: (document: JsonDocument) => Uint8Array;
  /** Key, in its quotes, of members of answers that hold no vectors. */
  readonly kept?: KeptMembers;
}

/** The refusal of an operation that a store, as people call it, cannot limit to some records. */
export const filterHasNoPlace = (name: string, store: string): Refusal =>
  new Refusal(
    'forbidden',
    'filter-has-no-place',
    `${name} was refused: policy lets you reach only some records, and ${store} cannot limit this operation to them.`,
    'Ask the policy’s owner.',
  );

const unmaskable = (name: string): Refusal =>
  new Refusal(
    'forbidden',
    'answer-cannot-be-masked',
    `${name} was refused: policy masks what you may see, and nothing in its answer can be masked.`,
    'Ask the policy’s owner.',
  );

/** The request as it was read, with headers of our own and no header of the caller's. */
export const forwardedRequest = (
  { method, path, query, body: own }: HttpRequest,
  body: Uint8Array = own,
): HttpRequest => ({
  method,
  path,
  query,
  headers: { accept: 'application/json', ...(body.length > 0 && { 'content-type': 'application/json' }) },
  body,
});

/**
 * A call that was understood, as the pipeline takes it. What is not said is refused once policy asks for it: a filter that
 * no `narrow` applies, masks over an answer that has no `shape`.
 */
export function judgedRequest<Edit extends RequestEdit>(
  call: StoreCall,
  ways: StoreWays<Edit>,
  { parts, document, shape, writes, send }: Understood<Edit>,
): Judged<HttpRequest, HttpResponse> {
  const { request, maskKeys, operation } = call;
  return {
    operations: parts.map((part) => part.operation),
    body:
      document === undefined || ways.recorded === undefined
        ? condenseVectors(request.body)
        : ways.recorded(document),
    writtenTexts: () => (writes && document !== undefined ? textsOf(document) : []),
    forward: async (obligations) => {
      if (obligations.length !== parts.length)
        throw new TypeError('one set of obligations for each operation');
      const edit = ways.edit(document ?? { bytes: Buffer.alloc(0) });
      for (const [i, part] of parts.entries()) {
        const owed = obligations[i]!;
        if (part.narrow !== undefined) await part.narrow(owed, edit);
        // What any permit implies is bound by no guard (combining, point 4).
        else if (owed.filter !== undefined && part.operation.implied === undefined)
          throw filterHasNoPlace(part.operation.name, ways.name);
      }
      // Where nothing knows the answer's form, nothing in it can be masked: better said before than after.
      if (shape === undefined && obligations.some(({ masks }) => masks.length > 0))
        throw unmaskable(operation.id);
      const budget = new PatternBudget();
      const plans = obligations.map(({ masks }) => new MaskPlan(masks, maskKeys, budget));
      const body = document === undefined ? request.body : edit.splices.apply();
      return {
        request: send?.(obligations, body) ?? forwardedRequest(request, body),
        changes: edit.changes,
        deliver: deliverAnswer({
          plans,
          error: ways.error,
          ...(shape && { shape }),
          ...(ways.kept && { kept: ways.kept }),
        }),
      };
    },
  };
}
