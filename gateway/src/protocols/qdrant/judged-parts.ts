import type { Obligations, Operation } from '@vectorgate/policy-schema';
import type { HttpRequest } from '../../engines/http/http-message.ts';
import type { JsonDocument } from '../../json/json-node.ts';
import {
  filterHasNoPlace,
  forwardedRequest,
  judgedRequest,
  type Part as StorePart,
  type StoreWays,
  operationOf as told,
} from '../judged-request.ts';
import { managingEverything, scopeOf } from './access-scope.ts';
import { Aliases } from './aliases.ts';
import { type Shape, storeError } from './deliver-answer.ts';
import { withDocument } from './document-field.ts';
import { keptMembers } from './kept-members.ts';
import type { QdrantCall, QdrantJudged } from './qdrant-operation.ts';
import { recordedBody } from './recorded-body.ts';
import { RequestEdit } from './request-edit.ts';

/** An operation of a call; what is not told is nothing. */
export const operationOf = (
  call: QdrantCall,
  facts: Parameters<typeof told>[2] & Pick<Operation, 'classes'>,
): Operation => withDocument(told('qdrant', call, facts));

export type Part = StorePart<RequestEdit>;

const ways: StoreWays<RequestEdit> = {
  name: 'Qdrant',
  error: storeError,
  edit: (document) => new RequestEdit(document),
  recorded: recordedBody,
  kept: keptMembers,
};

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
export function refuseFilter(name: string, { filter }: Obligations): void {
  if (filter !== undefined) throw filterHasNoPlace(name, ways.name);
}

/** The collection that the path names, aliases resolved. */
export const pathCollection = (call: QdrantCall): Promise<string> =>
  Aliases.of(call.context).resolve(call.context, call.params.collection!);

/** A call that was understood. `collection`: what its path names, resolved; it goes on in the place of an alias. */
export function judgedParts(call: QdrantCall, understood: Understood, collection?: string): QdrantJudged {
  const { turnsAliases, instead, ...rest } = understood;
  const { request, context } = call;
  const path =
    collection !== undefined && context.enforced
      ? [request.path[0]!, collection, ...request.path.slice(2)]
      : request.path;
  const judged = judgedRequest(call, ways, {
    ...rest,
    send: (obligations, body) => ({
      ...(instead?.(obligations) ?? forwardedRequest({ ...request, path }, body)),
      scope: context.enforced
        ? scopeOf(understood.parts.map(({ operation }) => operation))
        : managingEverything,
    }),
  });
  if (!turnsAliases) return judged;
  const aliases = Aliases.of(context);
  return {
    ...judged,
    forward: async (obligations) => {
      const { deliver, ...forward } = await judged.forward(obligations);
      aliases.forget();
      return {
        ...forward,
        deliver: (response) => {
          aliases.forget();
          return deliver(response);
        },
      };
    },
  };
}
