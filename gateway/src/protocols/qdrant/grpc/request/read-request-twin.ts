import { MessageError } from '@vectorgate/store-messages/protobuf';
import {
  type AddressFields,
  addressOf,
  readingOf as formReadingOf,
  type GrpcMethod,
  queryOf,
  readRequest,
} from '@vectorgate/store-messages/qdrant';
import type { HttpRequest } from '../../../../engines/http/http-message.ts';
import { qdrantOperations } from '../../operations.ts';
import type { QdrantOperation } from '../../qdrant-operation.ts';
import { unreadable } from '../../unreadable.ts';
import { type PathMaker, pathMaker, pathOf } from './request-path.ts';
import { type ReadTwin, rewriteRequest } from './rewrite-request.ts';

/** What a gRPC request would be over REST, and the way back from an edit of that. */
export interface RequestTwin {
  /** The request that REST's judges read. Vectors stand in its body as `[index]`; `dimensions` says how long each is. */
  readonly request: HttpRequest;
  /** The body for the record: each vector as dimension and digest of its little-endian bytes. */
  readonly recorded: Uint8Array;
  /** What stands in its address, for the record. */
  readonly address: AddressFields;
  /**
   * The message to send on, made from what the judge's forward gives: the very same bytes where that differs in nothing.
   * Fetching points under a required filter becomes scrolling them: `method` says which to call. Throws `GateError` for
   * an edit that has no counterpart: then nothing is sent.
   */
  rewrite(forwarded: HttpRequest): { readonly method: GrpcMethod; readonly message: Uint8Array };
}

/** How requests of one method are read. */
interface Reading {
  readonly operation: QdrantOperation;
  readonly path: PathMaker;
  readonly hasBody: boolean;
}

const readings = new WeakMap<GrpcMethod, Reading>();
const nothing = Buffer.alloc(0);

function readingOf(method: GrpcMethod): Reading {
  const known = readings.get(method);
  if (known !== undefined) return known;
  const operation = qdrantOperations.find(({ id }) => id === method.operation);
  if (operation === undefined) throw new TypeError(`${method.operation} is no operation of Qdrant’s`);
  const { plan, form } = formReadingOf(method);
  const hasBody = !form.empty;
  if (hasBody && (operation.method === 'GET' || operation.method === 'DELETE'))
    throw new TypeError(`${plan.name} has fields that ${operation.id} has no place for`);
  const made = { operation, path: pathMaker(operation, plan), hasBody };
  readings.set(method, made);
  return made;
}

/**
 * Reads a request into its twin: what a REST client would have sent for the same. Throws `Refusal` of kind `unreadable`
 * for a message that is not read the same everywhere, and for one that REST has no words for.
 */
export function readRequestTwin(method: GrpcMethod, message: Uint8Array): RequestTwin {
  const read = readTwin(method, message);
  let recorded: Uint8Array | undefined;
  return {
    request: read.request,
    get address() {
      return addressOf(read.form, read.root);
    },
    get recorded() {
      recorded ??= read.text.recorded();
      return recorded;
    },
    rewrite: (forwarded) => rewriteRequest(read, forwarded, readTwin),
  };
}

function readTwin(method: GrpcMethod, message: Uint8Array): ReadTwin {
  const { operation, path, hasBody } = readingOf(method);
  try {
    const { root, form, text } = readRequest(method, message);
    return {
      method,
      root,
      text,
      message,
      form,
      request: {
        method: operation.method,
        path: pathOf(path, root),
        query: queryOf(root),
        headers: { accept: 'application/json', ...(hasBody && { 'content-type': 'application/json' }) },
        body: hasBody ? text.json() : nothing,
        dimensions: text.vectors.map(({ count }) => count),
      },
    };
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    throw unreadable(error.code, error.message, error.next, error);
  }
}
