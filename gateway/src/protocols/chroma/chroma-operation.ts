import type { OperationClass } from '@vectorgate/policy-schema';
import type { HttpRequest, HttpResponse } from '../../engines/http/http-message.ts';
import type { MaskKeys } from '../../masks/mask-keys.ts';
import type { Judged, StoreContext } from '../../pipeline/store-protocol.ts';

export type ChromaContext = StoreContext<HttpRequest, HttpResponse>;
export type ChromaJudged = Judged<HttpRequest, HttpResponse>;

/** One request on its way through the table. */
export interface ChromaCall {
  readonly operation: ChromaOperation;
  /** The path's variable parts, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly request: HttpRequest;
  readonly context: ChromaContext;
  /** Keys of the connection's masks. */
  readonly maskKeys: MaskKeys;
}

/** Reads one kind of request. Throws `Refusal`. */
export type ChromaJudge = (call: ChromaCall) => Promise<ChromaJudged>;

/** One line of the table. */
export interface ChromaOperation {
  /** Chroma's own `operationId`, where its description has one. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path template; `{name}` is one segment. */
  readonly path: string;
  /** Every class that a request of this kind can have. */
  readonly classes: readonly OperationClass[];
  /** Query parameters that it may carry; any other is refused. */
  readonly parameters?: readonly string[];
  /** How it is read, or why it is refused whoever asks. */
  readonly judge: ChromaJudge | { readonly refused: string; readonly instead: string };
}
