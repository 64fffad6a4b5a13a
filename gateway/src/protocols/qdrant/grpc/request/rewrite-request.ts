import { countedRecord, fieldOf, type WireMessage } from '@vectorgate/store-messages/protobuf';
import type { Form, GrpcMethod, TwinText } from '@vectorgate/store-messages/qdrant';
import type { HttpRequest } from '../../../../engines/http/http-message.ts';
import { sameJson } from '../../../../json/same-json.ts';
import { readBody } from '../../read-body.ts';
import { lostEdit } from './lost-edit.ts';
import { rewriteMessage } from './rewrite-message.ts';
import { scrollForGet, scrollMethod } from './scroll-for-get.ts';
import { WireEdit } from './wire-edit.ts';

/** A request that was read: its message, and its twin. */
export interface ReadTwin {
  readonly method: GrpcMethod;
  readonly root: WireMessage;
  readonly form: Form;
  readonly text: TwinText;
  /** The bytes that came. */
  readonly message: Uint8Array;
  readonly request: HttpRequest;
}

interface Rewritten {
  readonly method: GrpcMethod;
  readonly message: Uint8Array;
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i]);
const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a === b || Buffer.compare(a, b) === 0;
const sameQuery = (a: HttpRequest['query'], b: HttpRequest['query']): boolean =>
  a === b || (a.length === b.length && a.every((one, i) => same(one, b[i]!)));

/** Puts a collection's own name in the place of an alias: on the request, and on the items of a batch that name it. */
function rename(root: WireMessage, name: string, edit: WireEdit): void {
  const put = (message: WireMessage): void => {
    const field = fieldOf(message.plan, 'collection_name');
    edit.set(message, field, countedRecord(field, Buffer.from(name)));
  };
  put(root);
  for (const field of root.plan.fields)
    if (
      field.repeated &&
      !field.map &&
      field.type === 'message' &&
      field.message().byName.has('collection_name')
    )
      for (const item of root.messages(field.name)) if (item.has('collection_name')) put(item);
}

function edited(read: ReadTwin, forwarded: HttpRequest): Uint8Array {
  const { root, request } = read;
  const edit = new WireEdit();
  if (forwarded.method !== request.method) throw lostEdit('method');
  if (!same(forwarded.path, request.path)) {
    const [first, collection, ...rest] = forwarded.path;
    const named = request.path[0] === 'collections' && request.path.length > 1;
    if (!named || collection === undefined || !same([first!, request.path[1]!, ...rest], request.path))
      throw lostEdit('path');
    rename(root, collection, edit);
  }
  if (!sameBytes(forwarded.body, request.body)) {
    if (request.body.length === 0 || forwarded.body.length === 0) throw lostEdit('body');
    const [before, after] = [readBody(request), readBody(forwarded)];
    rewriteMessage(root, { before: before.root, after: after.root }, { before, after, edit });
  }
  return edit.apply(root);
}

/** Whether a message that was made says what was forwarded, and holds the vectors that the caller sent. */
function says(made: ReadTwin, forwarded: HttpRequest, vectors: TwinText['vectors']): boolean {
  const { request, text } = made;
  return (
    request.method === forwarded.method &&
    same(request.path, forwarded.path) &&
    sameQuery(request.query, forwarded.query) &&
    text.vectors.length === vectors.length &&
    text.vectors.every(({ bytes }, i) => sameBytes(bytes, vectors[i]!.bytes)) &&
    (sameBytes(request.body, forwarded.body) || sameJson(readBody(request), readBody(forwarded)))
  );
}

/**
 * The message for what was forwarded of a request's twin. It is read again before it goes, and must say just that.
 * Throws `GateError` otherwise.
 */
export function rewriteRequest(
  read: ReadTwin,
  forwarded: HttpRequest,
  readTwin: (method: GrpcMethod, message: Uint8Array) => ReadTwin,
): Rewritten {
  const { method, message, request } = read;
  if (
    forwarded.method === request.method &&
    same(forwarded.path, request.path) &&
    sameQuery(forwarded.query, request.query) &&
    sameBytes(forwarded.body, request.body)
  )
    return { method, message };
  const scrolls = method.operation === 'get_points' && forwarded.path.at(-1) === 'scroll';
  const made: Rewritten = scrolls
    ? { method: scrollMethod(), message: scrollForGet(read.root, forwarded) }
    : { method, message: edited(read, forwarded) };
  if (!says(readTwin(made.method, made.message), forwarded, read.text.vectors)) throw lostEdit('message');
  return made;
}
