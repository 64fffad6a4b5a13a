import type { WireMessage } from '@vectorgate/store-messages/protobuf';
import { type Form, qdrantFormOf } from '@vectorgate/store-messages/qdrant';
import type { Change, Rewriting } from './change.ts';
import { lostEdit } from './lost-edit.ts';
import { rewriteField } from './rewrite-field.ts';
import { rewriteObject } from './rewrite-object.ts';
import { rewriteUnion } from './rewrite-union.ts';

/** The form of a message of this type. */
const formOf = ({ plan }: WireMessage): Form => qdrantFormOf(plan);

/**
 * Puts an edit of its JSON into a message. `change` is of the object that holds the value, which for flat forms is the object
 * around them. Throws `GateError` for an edit that has no counterpart.
 */
export function rewriteMessage(message: WireMessage, change: Change, by: Rewriting): void {
  const { parts } = formOf(message);
  switch (parts?.kind) {
    case 'object':
      rewriteObject(message, parts.members, change, by, rewriteMessage);
      return;
    case 'union':
      rewriteUnion(message, parts, change, by, rewriteMessage);
      return;
    case 'only':
      rewriteField(message, parts.field, change, by, rewriteMessage);
      return;
    default:
      throw lostEdit(message.plan.name);
  }
}
