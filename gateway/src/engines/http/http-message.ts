/** A whole HTTP request as the engine read it. Header names are lower case; duplicates were refused by the engine. */
export interface HttpRequest {
  readonly method: string;
  /** Path segments, each decoded exactly once; no empty, dot or encoded-slash segment passes the engine. */
  readonly path: readonly string[];
  /** Query parameters in order, decoded once. */
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /**
   * What the request may do, in the store's own words: for stores whose credential is made anew for each request. Set by
   * the store folder, on its way to the store only.
   */
  readonly scope?: string;
  /**
   * How long the vectors are that stand as `[index]` in a body which a store folder made of a binary one. Set by the store
   * folder, for its own reading only.
   */
  readonly dimensions?: readonly number[];
}

/** A whole HTTP response. The engine sends `status`, an allow-list of `headers`, `body`, and `rest` behind it. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** How a long body goes on: what no mask touched is not copied. Only on its way to the caller. */
  readonly rest?: readonly Uint8Array[];
  /** Gives the memory of a long body back, once nobody reads it any more: after the last byte went to the caller. */
  readonly release?: () => void;
}
