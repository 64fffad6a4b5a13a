import type { FieldPlan } from '../../protobuf/message-plan.ts';
import type { WireMessage } from '../../protobuf/wire-message.ts';
import type { FormOf } from './form.ts';
import type { TwinText } from './twin-text.ts';

/** Writes a value that several fields make together. */
export type ValueWriter = (message: WireMessage, out: TwinText, formOf: FormOf) => void;

/** How a field differs from a member of the same name. */
export interface MemberRule {
  /** The member's key. */
  readonly as?: string;
  /** Whether a list or a map stands there although it is empty. */
  readonly always?: boolean;
  /** It is read in another place: in the request's address, or with another field. */
  readonly elsewhere?: 'address' | 'field';
  /** Its own members stand in this object. */
  readonly flat?: boolean;
  /** Looks at the message before the member is written. Throws `MessageError`. */
  readonly check?: (message: WireMessage) => void;
  /** Writes the value out of several fields of the message; nothing to write where it is undefined. */
  readonly by?: (message: WireMessage) => ValueWriter | undefined;
}

/** A field that is a member of an object. */
export interface Member {
  readonly field: FieldPlan;
  readonly key: string;
  /** The key and its colon in JSON. */
  readonly lead: string;
  readonly rule: MemberRule;
}

/** Said of a member whose value stands by itself, without an object around it. */
export const bare = Symbol('bare');

/** What a form is made of. */
export type FormParts =
  | { readonly kind: 'object'; readonly members: readonly Member[] }
  /** One of several: each field with its member's key. `what`: the type, for texts. */
  | {
      readonly kind: 'union';
      readonly names: ReadonlyMap<FieldPlan, string | typeof bare>;
      readonly what: string;
    }
  /** The value of the only field. */
  | { readonly kind: 'only'; readonly field: FieldPlan };
