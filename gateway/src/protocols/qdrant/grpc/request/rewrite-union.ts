import type { WireMessage } from '@vectorgate/store-messages/protobuf';
import { bare, type FormParts, onlyRecord } from '@vectorgate/store-messages/qdrant';
import type { Change, Rewriting } from './change.ts';
import { lostEdit } from './lost-edit.ts';
import { type RewriteMessage, rewriteField } from './rewrite-field.ts';

/** Puts an edit of one of several into the message that holds it; another of them may stand there afterwards. Throws `GateError`. */
export function rewriteUnion(
  message: WireMessage,
  { names, what }: Extract<FormParts, { kind: 'union' }>,
  { before, after }: Change,
  by: Rewriting,
  rewrite: RewriteMessage,
): void {
  const { field } = onlyRecord(message, what);
  const name = names.get(field);
  if (name === bare) {
    rewriteField(message, field, { before, after }, by, rewrite);
    return;
  }
  if (name === undefined || before.kind !== 'object' || after.kind !== 'object') throw lostEdit(what);
  const standing = [...names].filter(([, one]) => one !== bare && after.members.has(one));
  // Several fields may have one name, of which the message has its own.
  const [now, key] = standing.find(([one]) => one === field) ?? standing[0] ?? [];
  if (
    now === undefined ||
    typeof key !== 'string' ||
    standing.some(([one, other]) => other !== key || (now !== field && one !== now))
  )
    throw lostEdit(what);
  const was = now === field ? before.members.get(name)?.value : undefined;
  rewriteField(
    message,
    now,
    { ...(was !== undefined && { before: was }), after: after.members.get(key)!.value },
    by,
    rewrite,
  );
}
