import type { HttpRequest } from '../../../../engines/http/http-message.ts';
import { planOf } from '../../../protobuf/message-plan.ts';
import { countedRecord, fieldOf, varintRecord } from '../../../protobuf/write-wire.ts';
import { readBody } from '../../read-body.ts';
import { type GrpcMethod, qdrantMethods } from '../methods.ts';
import { encodeFilter } from './encode-filter.ts';
import { lostEdit } from './lost-edit.ts';
import { readRequestTwin } from './read-request-twin.ts';

/** A message to send, and the method that takes it. */
export interface MethodMessage {
  readonly method: GrpcMethod;
  readonly message: Uint8Array;
}

const of = (operation: string): GrpcMethod => {
  const found = qdrantMethods.find((one) => one.operation === operation);
  if (found === undefined) throw new TypeError(`${operation} is no operation of a method`);
  return found;
};

/** How many points of a collection satisfy a filter. */
function count(method: GrpcMethod, collection: string, request: HttpRequest): Uint8Array {
  const { bytes, root } = readBody(request);
  const filter = root.kind === 'object' ? root.members.get('filter')?.value : undefined;
  if (filter === undefined || !('message' in method.twin)) throw lostEdit('count');
  const plan = planOf(method.twin.message);
  const field = fieldOf(plan, 'filter');
  return Buffer.concat([
    countedRecord(fieldOf(plan, 'collection_name'), Buffer.from(collection)),
    countedRecord(field, encodeFilter(field.message(), bytes, filter)),
    varintRecord(fieldOf(plan, 'exact'), 1),
  ]);
}

/**
 * What the judges ask the store for their own knowledge (aliases, its version, how many points lie within), as a message.
 * Its twin says the same as the question. Throws `GateError` for any other request: a mistake of ours.
 */
export function questionMessage(question: HttpRequest): MethodMessage {
  const { method: verb, path } = question;
  const [first, collection] = path;
  let made: MethodMessage;
  if (verb === 'GET' && path.length === 0) made = { method: of('root'), message: new Uint8Array() };
  else if (verb === 'GET' && path.length === 1 && first === 'aliases')
    made = { method: of('get_collections_aliases'), message: new Uint8Array() };
  else if (verb === 'POST' && collection !== undefined && path.at(-1) === 'count') {
    const method = of('count_points');
    made = { method, message: count(method, collection, question) };
  } else throw lostEdit('question');
  // Read again, it asks for just what the question does: its own rewriting changes nothing, or throws.
  const { message } = readRequestTwin(made.method, made.message).rewrite(question);
  return { method: made.method, message };
}
