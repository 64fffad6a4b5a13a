import type { HttpRequest, HttpResponse } from '../../engines/http/http-message.ts';
import type { StoreProtocol } from '../../pipeline/store-protocol.ts';
import type { StoreOptions } from '../store-folder.ts';
import type { ChromaCall } from './chroma-operation.ts';
import { chromaServer } from './chroma-server.ts';
import { chromaContents } from './contents.ts';
import { matchOperation } from './match-operation.ts';
import { refusalResponse } from './refusal-response.ts';
import { remaskAnswer } from './remask-answer.ts';
import { reading, unreadable } from './unreadable.ts';

/** Chroma's HTTP API, version 2, for one connection. */
export function chromaProtocol({ maskKeys }: StoreOptions): StoreProtocol<HttpRequest, HttpResponse> {
  return {
    store: 'chroma',
    server: chromaServer,
    contents: chromaContents,
    presentedKey: ({ headers }) =>
      /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? headers['x-chroma-token'],
    judge: async (request, context) => {
      const { operation, params } = matchOperation(request);
      const { judge } = operation;
      if (typeof judge !== 'function')
        throw unreadable('unsupported-operation', judge.refused, judge.instead);
      const call: ChromaCall = { operation, params, request, context, maskKeys };
      reading.parameters(request, operation.parameters);
      return judge(call);
    },
    refuse: (refusal, decision) => refusalResponse(refusal, decision),
    remask: (operations, status, body, masks, ledger) =>
      remaskAnswer({ operations, status, body, masks, maskKeys, ledger }),
  };
}
