import type { JsonNode } from '../../../../json/json-node.ts';
import type { FieldPlan } from '../../../protobuf/message-plan.ts';
import type { WireMessage } from '../../../protobuf/wire-message.ts';
import type { Change, Form, FormMaker, FormOf, Rewriting } from './form.ts';
import { lostEdit } from './lost-edit.ts';
import { rewriteField, sameText } from './rewrite-field.ts';
import type { TwinText } from './twin-text.ts';
import { writeField } from './write-field.ts';

/** Writes a value that several fields make together. */
export type ValueWriter = (message: WireMessage, out: TwinText, formOf: FormOf) => void;

/** How a field differs from a member of the same name. */
export interface MemberRule {
  /** The member's key. */
  readonly as?: string;
  /** Whether a list or a map stands there although it is empty. */
  readonly always?: boolean;
  /** It is read in another place: in the address, or with another field. */
  readonly elsewhere?: boolean;
  /** Its own members stand in this object. */
  readonly flat?: boolean;
  /** Looks at the message before the member is written. Throws `Refusal`. */
  readonly check?: (message: WireMessage) => void;
  /** Writes the value out of several fields of the message; nothing to write where it is undefined. */
  readonly by?: (message: WireMessage) => ValueWriter | undefined;
}

/** Fields of a whole request, which stand in its address. */
const inAddress: ReadonlySet<string> = new Set([
  'collection_name',
  'wait',
  'ordering',
  'read_consistency',
  'timeout',
]);
/** What REST calls fields of many messages. */
const usual: Readonly<Record<string, string>> = {
  shard_key_selector: 'shard_key',
  with_vectors: 'with_vector',
};

export const elsewhere: MemberRule = { elsewhere: true };
export const flat: MemberRule = { flat: true };
export const always: MemberRule = { always: true };

interface Member {
  readonly field: FieldPlan;
  readonly key: string;
  /** The key and its colon in JSON. */
  readonly lead: string;
  readonly rule: MemberRule;
}

class ObjectForm implements Form {
  readonly #members: readonly Member[];
  readonly #formOf: FormOf;
  readonly keys: ReadonlySet<string>;
  readonly empty: boolean;

  constructor(members: readonly Member[], formOf: FormOf) {
    this.#members = members;
    this.#formOf = formOf;
    this.empty = members.length === 0;
    this.keys = new Set(members.filter(({ rule }) => !rule.flat).map(({ key }) => key));
  }

  write = (message: WireMessage, out: TwinText): void => {
    out.raw('{');
    this.writeMembers(message, out, false);
    out.raw('}');
  };

  writeMembers = (message: WireMessage, out: TwinText, some: boolean): boolean => {
    let any = some;
    for (const { field, lead, rule } of this.#members) {
      rule.check?.(message);
      if (rule.flat) {
        const inner = message.message(field.name);
        if (inner !== undefined) any = this.#formOf(field.message()).writeMembers!(inner, out, any);
        continue;
      }
      const writer = rule.by?.(message);
      if (rule.by === undefined ? !this.#stands(message, field, rule) : writer === undefined) continue;
      out.raw(any ? `,${lead}` : lead);
      any = true;
      if (writer === undefined) writeField(message, field, out, this.#formOf);
      else writer(message, out, this.#formOf);
    }
    return any;
  };

  #stands(message: WireMessage, field: FieldPlan, rule: MemberRule): boolean {
    if (rule.always || (!field.presence && !field.repeated)) return true;
    return message.has(field.name);
  }

  rewrite = (message: WireMessage, change: Change, by: Rewriting): void => {
    const { before, after } = change;
    if (before.kind !== 'object' || after.kind !== 'object') throw lostEdit('an object');
    const changed = new Set<string>();
    const of = (node: typeof before, key: string): JsonNode | undefined => node.members.get(key)?.value;
    for (const { key } of [...before.members.list, ...after.members.list])
      if (!sameText(by, of(before, key), of(after, key))) changed.add(key);
    for (const { field, key, rule } of this.#members) {
      if (rule.flat) {
        const { keys, rewrite } = this.#formOf(field.message());
        const mine = [...changed].filter((one) => keys?.has(one));
        const inner = message.message(field.name);
        if (mine.length === 0) continue;
        if (inner === undefined || rewrite === undefined) throw lostEdit(field.name);
        rewrite(inner, change, by);
        for (const one of mine) changed.delete(one);
      } else if (changed.delete(key)) {
        if (rule.by !== undefined) throw lostEdit(key);
        const [was, is] = [of(before, key), of(after, key)];
        rewriteField(
          message,
          field,
          { ...(was && { before: was }), ...(is && { after: is }) },
          by,
          this.#formOf,
        );
      }
    }
    for (const key of changed) throw lostEdit(key);
  };
}

/**
 * An object whose members are the message's fields under their own names, but for what `rules` say. Numbers, texts and
 * words stand in it where they are absent too, unless their absence means something.
 */
export const objectForm =
  (rules: Readonly<Record<string, MemberRule | string>> = {}): FormMaker =>
  (plan, formOf) => {
    for (const name of Object.keys(rules))
      if (!plan.byName.has(name)) throw new TypeError(`${plan.name} has no field ${name}`);
    const members: Member[] = [];
    for (const field of plan.fields) {
      const given = rules[field.name] ?? (inAddress.has(field.name) ? elsewhere : {});
      const rule = typeof given === 'string' ? { as: given } : given;
      if (rule.elsewhere) continue;
      const key = rule.as ?? usual[field.name] ?? field.name;
      members.push({ field, key, lead: `${JSON.stringify(key)}:`, rule });
    }
    return new ObjectForm(members, formOf);
  };
