import type { JsonNode } from '../../json/json-node.ts';
import { stringText } from '../../json/string-text.ts';
import { fieldOfPath } from './payload-path.ts';
import { vectorField } from './read-filter.ts';
import { RequestObject } from './request-object.ts';
import { malformed } from './unreadable.ts';

function names(bytes: Buffer, node: JsonNode, what: string): string[] {
  if (node.kind !== 'array') throw malformed(what, 'true, false or a list of names');
  return node.items.map((item) => {
    if (item.kind !== 'string') throw malformed(what, 'a list of names');
    return stringText(bytes, item);
  });
}

/** Fields that `with_payload` asks for: everything, nothing, some, or everything but some. */
function payloadFields(
  bytes: Buffer,
  node: JsonNode | undefined,
  byDefault: boolean,
): 'all' | readonly string[] {
  if (node === undefined) return byDefault ? 'all' : [];
  switch (node.kind) {
    case 'true':
      return 'all';
    case 'false':
      return [];
    case 'object': {
      const selector = new RequestObject({ bytes }, node, 'with_payload', ['include', 'exclude']);
      const include = selector.get('include');
      const exclude = selector.get('exclude');
      if ((include === undefined) === (exclude === undefined))
        throw malformed('with_payload', 'one list of fields to include or to exclude');
      if (include !== undefined) return names(bytes, include, 'with_payload').map(fieldOfPath);
      for (const name of names(bytes, exclude!, 'with_payload')) fieldOfPath(name);
      return 'all';
    }
    default:
      return names(bytes, node, 'with_payload').map(fieldOfPath);
  }
}

function vectorFields(bytes: Buffer, node: JsonNode | undefined, what: string): readonly string[] {
  if (node === undefined || node.kind === 'false') return [];
  if (node.kind === 'true') return ['$vector'];
  return names(bytes, node, what).map(vectorField);
}

/**
 * The fields that a request asks for, id and `more` (the score) included. `payloadByDefault`: what Qdrant does when
 * `with_payload` is left out, which differs from one operation to the next.
 */
export function selectedFields(
  object: RequestObject,
  payloadByDefault: boolean,
  more: readonly string[] = [],
  vector = 'with_vector',
): 'all' | readonly string[] {
  const payload = payloadFields(object.bytes, object.get('with_payload'), payloadByDefault);
  const vectors = vectorFields(object.bytes, object.get(vector), vector);
  return payload === 'all' ? 'all' : ['$id', ...more, ...payload, ...vectors];
}
