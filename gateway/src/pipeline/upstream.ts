/** The gate's own way to a store. It alone holds the store's credential. */
export interface Upstream<Request, Response> {
  /** Sends one request and collects its answer. Throws `Refusal` of kind `unavailable` when there is none. */
  send(request: Request, signal: AbortSignal | undefined): Promise<Response>;
  close(): Promise<void>;
}
