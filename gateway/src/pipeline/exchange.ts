import type { GovernedConnection } from './governed-connection.ts';

/** A call as its client sent it, but for its body: what it takes to know it again. */
export interface CallLine {
  readonly transport: 'http' | 'grpc';
  readonly method: string;
  /** Path and query, as they came. */
  readonly target: string;
}

/** One request on its way through the gate, as an engine hands it over. */
export interface Exchange<Request, Response> {
  readonly connection: GovernedConnection<Request, Response>;
  /** The name under which the caller asked for it (host:port); texts use it. */
  readonly askedFor: string;
  /** How the caller's own client sent it, for the record. */
  readonly line: CallLine;
  /** The request without its body: enough to know who asks. */
  readonly head: Request;
  /** Reads the rest. Called once, and only when the caller is known: strangers fill no memory. Throws `Refusal`. */
  readonly read: () => Promise<{ readonly request: Request; readonly bytes: number }>;
  /** The token in our own header, if any. */
  readonly token: string | undefined;
  /** The shim's session id, if any. */
  readonly clientSession: string | undefined;
  readonly agent: string | undefined;
  /** The caller's network address. */
  readonly address: string;
  /** Status (where the transport has one) and body size in bytes of a response, for the record. */
  readonly measure: (response: Response) => { readonly status?: number; readonly bytes: number };
  /** Aborts when the caller leaves. */
  readonly signal: AbortSignal;
}

/** What the engine sends back. */
export interface Answer<Response> {
  readonly response: Response;
  /** Id of the decision's record. Absent when nobody was identified. */
  readonly decision?: string;
  /** The notice line, without the product's name. */
  readonly notice?: string;
}
