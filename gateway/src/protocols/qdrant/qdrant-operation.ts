import type { HttpRequest, HttpResponse } from '../../engines/http/http-message.ts';
import type { Judged, StoreContext } from '../../pipeline/store-protocol.ts';
import type { StoreCall, StoreJudge, StoreOperation } from '../store-operation.ts';

export type QdrantContext = StoreContext<HttpRequest, HttpResponse>;
export type QdrantJudged = Judged<HttpRequest, HttpResponse>;
export type QdrantCall = StoreCall;
export type QdrantJudge = StoreJudge;
export type QdrantOperation = StoreOperation;
