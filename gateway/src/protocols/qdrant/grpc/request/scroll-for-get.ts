import {
  countedRecord,
  fieldOf,
  type MessagePlan,
  planOf,
  varintRecord,
  type WireMessage,
} from '@vectorgate/store-messages/protobuf';
import { type GrpcMethod, qdrantMethods } from '@vectorgate/store-messages/qdrant';
import type { HttpRequest } from '../../../../engines/http/http-message.ts';
import { numberValue } from '../../../../json/number-value.ts';
import { readJson } from '../../../../json/read-json.ts';
import { encodeFilter } from './encode-filter.ts';
import { lostEdit } from './lost-edit.ts';

/** The method that scrolls points. */
export const scrollMethod = (): GrpcMethod =>
  qdrantMethods.find(({ service, method }) => service === 'qdrant.Points' && method === 'Scroll')!;

/** What both messages have, as it stands. */
const kept = ['read_consistency', 'shard_key_selector'] as const;

/** A selector that says yes or no. */
function enabled(plan: MessagePlan, name: string, yes: boolean): Buffer {
  const field = fieldOf(plan, name);
  return countedRecord(field, varintRecord(fieldOf(field.message(), 'enable'), yes ? 1 : 0));
}

/** The scroll that was forwarded in the stead of fetching points by their ids, as a message. */
export function scrollForGet(get: WireMessage, forwarded: HttpRequest): Uint8Array {
  const { bytes, root } = readJson(forwarded.body);
  const [, collection] = forwarded.path;
  if (root.kind !== 'object' || collection === undefined) throw lostEdit('scroll');
  const plan = planOf(scrollMethod().message);
  const filter = root.members.get('filter')?.value;
  const limit = root.members.get('limit')?.value;
  if (filter === undefined || limit?.kind !== 'number') throw lostEdit('scroll');
  const copied = (name: string): Buffer | undefined => {
    const record = get.record(name);
    return record && countedRecord(fieldOf(plan, name), get.bytes.subarray(record.value, record.end));
  };
  const filterField = fieldOf(plan, 'filter');
  const timeout = get.scalar('timeout');
  return Buffer.concat([
    countedRecord(fieldOf(plan, 'collection_name'), Buffer.from(collection)),
    countedRecord(filterField, encodeFilter(filterField.message(), bytes, filter)),
    varintRecord(fieldOf(plan, 'limit'), numberValue(bytes, limit)),
    copied('with_payload') ?? enabled(plan, 'with_payload', true),
    copied('with_vectors') ?? enabled(plan, 'with_vectors', false),
    ...kept.flatMap((name) => copied(name) ?? []),
    ...(timeout === undefined ? [] : [varintRecord(fieldOf(plan, 'timeout'), timeout as number | bigint)]),
  ]);
}
