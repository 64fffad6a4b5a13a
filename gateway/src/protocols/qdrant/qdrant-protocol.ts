import type { HttpRequest, HttpResponse } from '../../engines/http/http-message.ts';
import type { StoreProtocol } from '../../pipeline/store-protocol.ts';
import { judgeByTable } from '../judge-by-table.ts';
import type { StoreOptions } from '../store-folder.ts';
import { qdrantContents } from './contents.ts';
import { qdrantOperations } from './operations.ts';
import { qdrantServer } from './qdrant-server.ts';
import { refusalResponse } from './refusal-response.ts';
import { remaskAnswer } from './remask-answer.ts';
import { reading } from './unreadable.ts';

const judge = judgeByTable(qdrantOperations, reading);

/** Qdrant's REST API for one connection. */
export function qdrantProtocol({ maskKeys }: StoreOptions): StoreProtocol<HttpRequest, HttpResponse> {
  return {
    store: 'qdrant',
    server: qdrantServer,
    contents: qdrantContents,
    presentedKey: ({ headers }) =>
      headers['api-key'] ?? /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1],
    judge: judge({ maskKeys }),
    refuse: (refusal, decision) => refusalResponse(refusal, decision),
    remask: (operations, status, body, masks, ledger) =>
      remaskAnswer({ operations, status, body, masks, maskKeys, ledger }),
  };
}
