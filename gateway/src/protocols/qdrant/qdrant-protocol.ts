import type { HttpRequest, HttpResponse } from '../../engines/http/http-message.ts';
import type { StoreProtocol } from '../../pipeline/store-protocol.ts';
import { RouteTable } from '../route-table.ts';
import type { StoreOptions } from '../store-folder.ts';
import { qdrantOperations } from './operations.ts';
import { checkParameters } from './parameters.ts';
import type { QdrantCall } from './qdrant-operation.ts';
import { refusalResponse } from './refusal-response.ts';
import { remaskAnswer } from './remask-answer.ts';
import { unreadable } from './unreadable.ts';

const table = new RouteTable(qdrantOperations);

/** Qdrant's REST API for one connection. */
export function qdrantProtocol({ maskKeys }: StoreOptions): StoreProtocol<HttpRequest, HttpResponse> {
  return {
    store: 'qdrant',
    presentedKey: ({ headers }) =>
      headers['api-key'] ?? /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1],
    judge: async (request, context) => {
      const found = table.find(request.method, request.path);
      if (found === undefined) {
        throw unreadable(
          'unknown-route',
          'it names no operation of Qdrant’s that this gateway knows.',
          'Use Qdrant’s own client, or tell the platform team.',
        );
      }
      const { operation, params } = found;
      const { judge } = operation;
      if (typeof judge !== 'function')
        throw unreadable('unsupported-operation', judge.refused, judge.instead);
      const call: QdrantCall = { operation, params, request, context, maskKeys };
      checkParameters(call);
      return judge(call);
    },
    refuse: (refusal, decision) => refusalResponse(refusal, decision),
    remask: (operation, status, body, masks) => remaskAnswer({ operation, status, body, masks, maskKeys }),
  };
}
