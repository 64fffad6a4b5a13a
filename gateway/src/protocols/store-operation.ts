import type { OperationClass } from '@vectorgate/policy-schema';
import type { HttpRequest, HttpResponse } from '../engines/http/http-message.ts';
import type { MaskKeys } from '../masks/mask-keys.ts';
import type { Judged, StoreContext } from '../pipeline/store-protocol.ts';

/** One request on its way through a store's table. */
export interface StoreCall {
  readonly operation: StoreOperation;
  /** The path's variable parts, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly request: HttpRequest;
  readonly context: StoreContext<HttpRequest, HttpResponse>;
  /** Keys of the connection's masks. */
  readonly maskKeys: MaskKeys;
}

/** Reads one kind of request. Throws `Refusal`. */
export type StoreJudge = (call: StoreCall) => Promise<Judged<HttpRequest, HttpResponse>>;

/** One line of a store's table of HTTP operations. */
export interface StoreOperation {
  /** The store's own name for it, e.g. the `operationId` of its description. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path template; `{name}` is one segment. */
  readonly path: string;
  /** Every class that a request of this kind can have. */
  readonly classes: readonly OperationClass[];
  /** Query parameters that it may carry; any other is refused. */
  readonly parameters?: readonly string[];
  /** How it is read, or why it is refused whoever asks. */
  readonly judge: StoreJudge | { readonly refused: string; readonly instead: string };
}
