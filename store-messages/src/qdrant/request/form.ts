import type { FieldPlan, MessagePlan } from '../../protobuf/message-plan.ts';
import type { WireMessage } from '../../protobuf/wire-message.ts';
import type { FormParts } from './form-parts.ts';
import type { TwinText } from './twin-text.ts';

/** How messages of one type stand in JSON. */
export interface Form {
  /** Writes the message's value. Throws `MessageError` for what REST has no words for. */
  write(message: WireMessage, out: TwinText): void;
  /** For objects: writes the members alone, after a comma where `some` stand there. Returns whether any does now. */
  writeMembers?(message: WireMessage, out: TwinText, some: boolean): boolean;
  /** For objects: the keys of their members. */
  readonly keys?: ReadonlySet<string>;
  /** For objects: the fields that stand in a request's address instead. */
  readonly address?: ReadonlySet<FieldPlan>;
  /** True for an object without members: all that its message says stands elsewhere. */
  readonly empty?: boolean;
  /** What it is made of, for whoever puts an edit of the JSON into a message; absent where nothing can be edited. */
  readonly parts?: FormParts;
}

export type FormOf = (plan: MessagePlan) => Form;
/** Makes the form of a type, for its plan. `formOf`: those of the types in it. */
export type FormMaker = (plan: MessagePlan, formOf: FormOf) => Form;
