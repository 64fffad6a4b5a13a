/**
 * A unary gRPC call as the engine read it: one whole message, decompressed
 * (gRPC over HTTP/2, https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).
 */
export interface GrpcRequest {
  /** Full name of the service, e.g. `qdrant.Points`. */
  readonly service: string;
  readonly method: string;
  /** Names are lower case; duplicates and the gate's own names were taken out by the engine. Binary values (`-bin`) as base64 text. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The message's bytes, without its five-byte prefix. */
  readonly message: Uint8Array;
  /**
   * What the request may do, in the store's own words: for stores whose credential is made anew for each request. Set by
   * the store folder, on its way to the store only.
   */
  readonly scope?: string;
}

/** The end of a unary gRPC call. */
export interface GrpcResponse {
  /** gRPC status code; 0 is OK (https://grpc.io/docs/guides/status-codes/). */
  readonly status: number;
  /** Text of an error, decoded; empty for OK. */
  readonly details: string;
  /** Metadata that goes on to the caller: an allow-list of the store folder's. Names are lower case. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The answer's message; present exactly when `status` is 0. */
  readonly message?: Uint8Array;
}
