import type { HttpRequest, HttpResponse } from '../../engines/http/http-message.ts';
import type { Judged, StoreContext } from '../../pipeline/store-protocol.ts';
import type { StoreCall, StoreJudge, StoreOperation } from '../store-operation.ts';

export type ChromaContext = StoreContext<HttpRequest, HttpResponse>;
export type ChromaJudged = Judged<HttpRequest, HttpResponse>;
export type ChromaCall = StoreCall;
export type ChromaJudge = StoreJudge;
export type ChromaOperation = StoreOperation;
