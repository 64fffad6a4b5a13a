import type { Obligations, Operation } from '@vectorgate/policy-schema';
import type { HttpRequest } from '../../engines/http/http-message.ts';
import { condenseVectors } from '../../json/condense-vectors.ts';
import type { JsonDocument } from '../../json/json-node.ts';
import { MaskPlan } from '../../masks/mask-plan.ts';
import { PatternBudget } from '../../masks/patterns/pattern-budget.ts';
import { Refusal } from '../../pipeline/refusal.ts';
import { textsOf } from '../texts-of.ts';
import { managingEverything, scopeOf } from './access-scope.ts';
import { Aliases } from './aliases.ts';
import { deliverAnswer, type Shape } from './deliver-answer.ts';
import { withDocument } from './document-field.ts';
import type { QdrantCall, QdrantJudged } from './qdrant-operation.ts';
import { recordedBody } from './recorded-body.ts';
import { RequestEdit } from './request-edit.ts';

type Facts = Pick<Operation, 'classes' | 'targets'> &
  Partial<Omit<Operation, 'store' | 'connection' | 'name'>>;

/** An operation of a call; what is not told is nothing. */
export const operationOf = (call: QdrantCall, facts: Facts): Operation =>
  withDocument({
    store: 'qdrant',
    connection: call.context.connection,
    name: call.operation.id,
    records: 0,
    references: [],
    returns: [],
    ...facts,
  });

/** One operation of a request, and how the request is narrowed to what was decided on it. */
export interface Part {
  readonly operation: Operation;
  /** Throws `Refusal` where an obligation has no place. By default a required filter has none. */
  readonly narrow?: (owed: Obligations, edit: RequestEdit) => void | Promise<void>;
}

/** A request, understood. */
export interface Understood {
  readonly parts: readonly Part[];
  /** Its body, read; absent where there is none. */
  readonly document?: JsonDocument;
  readonly shape?: { readonly by: Shape; readonly needed: boolean };
  /** True where its texts are to be stored. */
  readonly writes?: boolean;
  /** Whether aliases may stand for others after it. */
  readonly turnsAliases?: boolean;
  /** Another request in its stead, built once the obligations are known; undefined: the request itself, edited. */
  readonly instead?: (obligations: readonly Obligations[]) => HttpRequest | undefined;
}

/** Refuses a request to which a required filter cannot be applied. */
export function refuseFilter(name: string, obligations: Obligations): void {
  if (obligations.filter === undefined) return;
  throw new Refusal(
    'forbidden',
    'filter-has-no-place',
    `${name} was refused: policy lets you reach only some records, and Qdrant cannot limit this operation to them.`,
    'Ask the policy’s owner.',
  );
}

const unmaskable = (call: QdrantCall): Refusal =>
  new Refusal(
    'forbidden',
    'answer-cannot-be-masked',
    `${call.operation.id} was refused: policy masks what you may see, and nothing in its answer can be masked.`,
    'Ask the policy’s owner.',
  );

/** The collection that the path names, aliases resolved. */
export const pathCollection = (call: QdrantCall): Promise<string> =>
  Aliases.of(call.context).resolve(call.context, call.params.collection!);

const nothing: JsonDocument = { bytes: Buffer.alloc(0), root: { kind: 'null', start: 0, end: 0 } };

/**
 * What goes on to the store: the path with the collection that was decided on in the place of an alias, the query as it
 * was read, headers of our own, and the body with its edits.
 */
function forwarded(
  call: QdrantCall,
  body: Uint8Array,
  collection: string | undefined,
): Omit<HttpRequest, 'scope'> {
  const { method, path, query } = call.request;
  return {
    method,
    path: collection === undefined ? path : [path[0]!, collection, ...path.slice(2)],
    query,
    headers: { accept: 'application/json', ...(body.length > 0 && { 'content-type': 'application/json' }) },
    body,
  };
}

/** A call that was understood. `collection`: what its path names, resolved. */
export function judgedParts(call: QdrantCall, understood: Understood, collection?: string): QdrantJudged {
  const { parts, document, shape, writes, turnsAliases, instead } = understood;
  return {
    operations: parts.map(({ operation }) => operation),
    body: document === undefined ? condenseVectors(call.request.body) : recordedBody(document),
    writtenTexts: () => (writes && document !== undefined ? textsOf(document) : []),
    forward: async (obligations) => {
      if (obligations.length !== parts.length)
        throw new TypeError('one set of obligations for each operation');
      const edit = new RequestEdit(document ?? nothing);
      for (const [i, { operation, narrow }] of parts.entries()) {
        const owed = obligations[i]!;
        if (narrow !== undefined) await narrow(owed, edit);
        else if (operation.implied === undefined) refuseFilter(operation.name, owed);
      }
      // Where nothing knows the answer's form, nothing in it can be masked: better said before than after.
      if (shape === undefined && obligations.some(({ masks }) => masks.length > 0)) throw unmaskable(call);
      const budget = new PatternBudget();
      const plans = obligations.map(({ masks }) => new MaskPlan(masks, call.maskKeys, budget));
      const deliver = deliverAnswer(plans, shape);
      const aliases = Aliases.of(call.context);
      if (turnsAliases) aliases.forget();
      return {
        request: {
          ...(instead?.(obligations) ??
            forwarded(
              call,
              document === undefined ? call.request.body : edit.splices.apply(),
              call.context.enforced ? collection : undefined,
            )),
          scope: call.context.enforced
            ? scopeOf(parts.map(({ operation }) => operation))
            : managingEverything,
        },
        changes: edit.changes,
        deliver: (response) => {
          if (turnsAliases) aliases.forget();
          return deliver(response);
        },
      };
    },
  };
}
