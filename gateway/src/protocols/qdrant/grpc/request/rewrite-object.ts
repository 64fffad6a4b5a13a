import type { WireMessage } from '@vectorgate/store-messages/protobuf';
import { type Member, qdrantFormOf } from '@vectorgate/store-messages/qdrant';
import type { JsonNode } from '../../../../json/json-node.ts';
import type { Change, Rewriting } from './change.ts';
import { lostEdit } from './lost-edit.ts';
import { type RewriteMessage, rewriteField, sameText } from './rewrite-field.ts';

/** Puts an edit of an object's members into the fields of its message. Throws `GateError`. */
export function rewriteObject(
  message: WireMessage,
  members: readonly Member[],
  change: Change,
  by: Rewriting,
  rewrite: RewriteMessage,
): void {
  const { before, after } = change;
  if (before.kind !== 'object' || after.kind !== 'object') throw lostEdit('an object');
  const changed = new Set<string>();
  const of = (node: typeof before, key: string): JsonNode | undefined => node.members.get(key)?.value;
  for (const { key } of [...before.members.list, ...after.members.list])
    if (!sameText(by, of(before, key), of(after, key))) changed.add(key);
  for (const { field, key, rule } of members) {
    if (rule.flat) {
      const { keys } = qdrantFormOf(field.message());
      const mine = [...changed].filter((one) => keys?.has(one));
      const inner = message.message(field.name);
      if (mine.length === 0) continue;
      if (inner === undefined) throw lostEdit(field.name);
      rewrite(inner, change, by);
      for (const one of mine) changed.delete(one);
    } else if (changed.delete(key)) {
      if (rule.by !== undefined) throw lostEdit(key);
      const [was, is] = [of(before, key), of(after, key)];
      rewriteField(message, field, { ...(was && { before: was }), ...(is && { after: is }) }, by, rewrite);
    }
  }
  for (const key of changed) throw lostEdit(key);
}
