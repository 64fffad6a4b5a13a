import type { MaskObligation, Obligations, Operation } from '@vectorgate/policy-schema';
import type { MaskLedger } from '../masks/mask-ledger.ts';
import type { Refusal } from './refusal.ts';
import type { StoreContents } from './store-contents.ts';

/**
 * What a store folder offers the pipeline, for the messages of one transport. An engine moves `Request` and
 * `Response` and knows no store; a store folder reads them and moves nothing. It decides nothing either.
 */
export interface StoreProtocol<Request, Response> {
  readonly store: string;
  /** How a server of the store is asked for its version; absent where the store has no answer to that. */
  readonly server?: StoreServer<Request, Response>;
  /** How a store is asked what is in it; absent where it has no answer to that. */
  readonly contents?: StoreContents<Request, Response>;
  /** The key that the store's own client sends in its usual place: a service identity's token, if any. */
  presentedKey(request: Request): string | undefined;
  /**
   * Reads a request strictly into operations. Throws `Refusal` for anything the store's table does not know.
   * It may ask the store side questions through `context.ask` (resolving ids and aliases).
   */
  judge(request: Request, context: StoreContext<Request, Response>): Promise<Judged<Request, Response>>;
  /** The refusal in the shape that the store's own client shows best and never retries. */
  refuse(refusal: Refusal, decision: string | undefined, request: Request | undefined): Response;
  /**
   * Masks a recorded answer again for another reader. `operations` are those of its request, which say where fields lie in
   * it, `body` the answer as recorded. Returns undefined where a mask binds and this kind of answer cannot be masked again:
   * it is withheld. `ledger` takes what was masked: what of an answer policies mask for others is counted so.
   */
  remask(
    operations: readonly Operation[],
    status: number,
    body: Uint8Array,
    masks: readonly MaskObligation[],
    ledger?: MaskLedger,
  ): Uint8Array | undefined;
}

/** What a store's servers say of themselves, and which of them this gateway's table was made for. */
export interface StoreServer<Request, Response> {
  readonly question: Request;
  /** The version; undefined where the answer names none. */
  version(answer: Response): string | undefined;
  /** The versions of the table, as people say them, e.g. `1.10 to 1.19`. */
  readonly known: string;
  knows(version: string): boolean;
}

/** The connection as a store folder may know it: no credential (the upstream adds that itself). */
export interface StoreContext<Request, Response> {
  readonly connection: string;
  /** False for a connection that is only watched: then no forwarded byte may differ from what the caller sent. */
  readonly enforced: boolean;
  /** Asks the store something for the gate's own knowledge. The answer never reaches the caller. */
  ask(request: Request): Promise<Response>;
  /** State that the store folder keeps per connection (resolved ids). Made by `StoreProtocol` callers once. */
  readonly memory: Map<string, unknown>;
}

/** A request that has been understood. */
export interface Judged<Request, Response> {
  readonly operations: readonly Operation[];
  /** The bytes that were judged, for the record: vectors as dimension and digest. Empty when the request has no body. */
  readonly body: Uint8Array;
  /**
   * For the record, what a message says that its `body` leaves out because the store's other protocol says it in an address:
   * names and values.
   */
  readonly address?: readonly (readonly [name: string, value: string])[];
  /** Every text that the request would store, for the check against our own redaction marks. */
  writtenTexts(): Iterable<string>;
  /**
   * What goes on to the store once the obligations (one per operation, same order) are known: head and path
   * built anew, body the judged bytes or an edit of them. Throws `Refusal` where an obligation has no place.
   */
  forward(obligations: readonly Obligations[]): Promise<Forward<Request, Response>>;
}

export interface Forward<Request, Response> {
  readonly request: Request;
  /** What the gate changed in the request, for the notice: e.g. `filter tenant = "acme" added`. Own claims only. */
  readonly changes: readonly string[];
  /** Masks the store's answer. Throws `Refusal` when it cannot be parsed and a mask binds it. */
  deliver(response: Response): Delivered<Response>;
}

export interface Delivered<Response> {
  readonly response: Response;
  /** What was masked, by field and mask class, for record and notice. */
  readonly masked: readonly MaskTally[];
  /** Records in the answer, where the store folder can tell. */
  readonly hits?: number;
  /** The response's body as delivered, for the record: vectors as dimension and digest. */
  readonly body: Uint8Array;
}

export interface MaskTally {
  readonly field: string;
  readonly method: string;
  /** Detector names that found something, when the mask looks inside text. */
  readonly found?: readonly string[];
  /** Detector names of masks over texts that could not be looked through, and were hidden whole: it may have been in them. */
  readonly sought?: readonly string[];
  readonly count: number;
}
