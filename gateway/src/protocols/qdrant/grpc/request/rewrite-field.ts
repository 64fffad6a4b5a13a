import { ScalarType } from '@bufbuild/protobuf';
import {
  countedRecord,
  type FieldPlan,
  varintRecord,
  type WireMessage,
} from '@vectorgate/store-messages/protobuf';
import type { JsonDocument, JsonNode } from '../../../../json/json-node.ts';
import { isInteger, numberValue } from '../../../../json/number-value.ts';
import { stringText } from '../../../../json/string-text.ts';
import type { Change, Rewriting } from './change.ts';
import { encodeFilter } from './encode-filter.ts';
import { lostEdit } from './lost-edit.ts';

/** Puts an edit into a message of any type. */
export type RewriteMessage = (message: WireMessage, change: Change, by: Rewriting) => void;

const spanOf = ({ bytes }: JsonDocument, { start, end }: JsonNode): Buffer => bytes.subarray(start, end);

/** Whether a value was left as it was, to the byte. */
export const sameText = (
  by: Rewriting,
  before: JsonNode | undefined,
  after: JsonNode | undefined,
): boolean =>
  before === undefined || after === undefined
    ? before === after
    : spanOf(by.before, before).equals(spanOf(by.after, after));

function scalarRecord(field: FieldPlan, { bytes }: JsonDocument, node: JsonNode): Buffer {
  if (field.type === ScalarType.STRING && node.kind === 'string')
    return countedRecord(field, Buffer.from(stringText(bytes, node)));
  const whole = field.type === ScalarType.UINT64 || field.type === ScalarType.UINT32;
  if (whole && node.kind === 'number' && isInteger(bytes, node))
    return varintRecord(field, numberValue(bytes, node));
  throw lostEdit(field.name);
}

/** Puts an edit of a field's value into a message. Throws `GateError` for one that has no counterpart. */
export function rewriteField(
  message: WireMessage,
  field: FieldPlan,
  { before, after }: Partial<Change>,
  by: Rewriting,
  rewrite: RewriteMessage,
): void {
  if (after === undefined) throw lostEdit(field.name);
  const record = field.repeated ? undefined : message.record(field.name);
  if (field.type !== 'message' && !field.repeated) {
    by.edit.set(message, field, scalarRecord(field, by.after, after));
    return;
  }
  if (!field.repeated && field.message().name === 'qdrant.Filter') {
    const known =
      before === undefined || record === undefined
        ? undefined
        : { json: spanOf(by.before, before), wire: message.bytes.subarray(record.value, record.end) };
    const filter = encodeFilter(field.message(), by.after.bytes, after, known);
    by.edit.set(message, field, countedRecord(field, filter));
    return;
  }
  if (before === undefined || field.map || field.type !== 'message') throw lostEdit(field.name);
  if (record !== undefined) {
    rewrite(message.messageOf(record), { before, after }, by);
    return;
  }
  const items = message.messages(field.name);
  if (
    before.kind !== 'array' ||
    after.kind !== 'array' ||
    before.items.length !== items.length ||
    after.items.length !== items.length
  )
    throw lostEdit(field.name);
  for (const [i, item] of items.entries()) {
    const change = { before: before.items[i]!, after: after.items[i]! };
    if (!sameText(by, change.before, change.after)) rewrite(item, change, by);
  }
}
