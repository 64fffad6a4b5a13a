import type { OperationClass } from '@vectorgate/policy-schema';
import type { HttpRequest, HttpResponse } from '../../engines/http/http-message.ts';
import type { MaskKeys } from '../../masks/mask-keys.ts';
import type { Judged, StoreContext } from '../../pipeline/store-protocol.ts';

export type QdrantContext = StoreContext<HttpRequest, HttpResponse>;
export type QdrantJudged = Judged<HttpRequest, HttpResponse>;

/** One request on its way through the table. */
export interface QdrantCall {
  readonly operation: QdrantOperation;
  /** The path's variable parts, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly request: HttpRequest;
  readonly context: QdrantContext;
  /** Keys of the connection's masks. */
  readonly maskKeys: MaskKeys;
}

/** Reads one kind of request. Throws `Refusal`. */
export type QdrantJudge = (call: QdrantCall) => Promise<QdrantJudged>;

/** One line of the table. */
export interface QdrantOperation {
  /** Qdrant's own `operationId`, or its like for a route that its description leaves out. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path template; `{name}` is one segment. */
  readonly path: string;
  /** Every class that a request of this kind can have. */
  readonly classes: readonly OperationClass[];
  /** Query parameters that it may carry; any other is refused. */
  readonly parameters?: readonly string[];
  /** How it is read, or why it is refused whoever asks. */
  readonly judge: QdrantJudge | { readonly refused: string; readonly instead: string };
}
