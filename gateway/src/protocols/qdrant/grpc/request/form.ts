import type { JsonDocument, JsonNode } from '../../../../json/json-node.ts';
import type { MessagePlan } from '../../../protobuf/message-plan.ts';
import type { WireEdit } from '../../../protobuf/wire-edit.ts';
import type { WireMessage } from '../../../protobuf/wire-message.ts';
import type { TwinText } from './twin-text.ts';

/** A value before and after the judge's edits. */
export interface Change {
  readonly before: JsonNode;
  readonly after: JsonNode;
}

/** The two texts whose difference goes into a message. */
export interface Rewriting {
  readonly before: JsonDocument;
  readonly after: JsonDocument;
  readonly edit: WireEdit;
}

/** How messages of one type stand in JSON, and how an edit of that JSON goes into them. */
export interface Form {
  /** Writes the message's value. Throws `Refusal` for what REST has no words for. */
  write(message: WireMessage, out: TwinText): void;
  /**
   * Puts an edit into the message; absent where none can occur. `change` is of the object that holds the value, which for
   * flat forms is the object around them. Throws `GateError` for an edit that has no counterpart.
   */
  rewrite?(message: WireMessage, change: Change, by: Rewriting): void;
  /** For objects: writes the members alone, after a comma where `some` stand there. Returns whether any does now. */
  writeMembers?(message: WireMessage, out: TwinText, some: boolean): boolean;
  /** For objects: the keys of their members. */
  readonly keys?: ReadonlySet<string>;
  /** True for an object without members: all that its message says stands elsewhere. */
  readonly empty?: boolean;
}

export type FormOf = (plan: MessagePlan) => Form;
/** Makes the form of a type, for its plan. `formOf`: those of the types in it. */
export type FormMaker = (plan: MessagePlan, formOf: FormOf) => Form;
