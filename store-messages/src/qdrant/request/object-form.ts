import type { FieldPlan } from '../../protobuf/message-plan.ts';
import type { WireMessage } from '../../protobuf/wire-message.ts';
import type { Form, FormMaker, FormOf } from './form.ts';
import type { FormParts, Member, MemberRule } from './form-parts.ts';
import type { TwinText } from './twin-text.ts';
import { writeField } from './write-field.ts';

export const inAddress: MemberRule = { elsewhere: 'address' };
export const withAnother: MemberRule = { elsewhere: 'field' };
export const flat: MemberRule = { flat: true };
export const always: MemberRule = { always: true };

/** Fields of a whole request, which stand in its address. */
const usuallyInAddress: ReadonlySet<string> = new Set([
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

class ObjectForm implements Form {
  readonly #members: readonly Member[];
  readonly #formOf: FormOf;
  readonly keys: ReadonlySet<string>;
  readonly address: ReadonlySet<FieldPlan>;
  readonly empty: boolean;
  readonly parts: FormParts;

  constructor(members: readonly Member[], address: ReadonlySet<FieldPlan>, formOf: FormOf) {
    this.#members = members;
    this.#formOf = formOf;
    this.address = address;
    this.empty = members.length === 0;
    this.keys = new Set(members.filter(({ rule }) => !rule.flat).map(({ key }) => key));
    this.parts = { kind: 'object', members };
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
    const address = new Set<FieldPlan>();
    for (const field of plan.fields) {
      const given = rules[field.name] ?? (usuallyInAddress.has(field.name) ? inAddress : {});
      const rule = typeof given === 'string' ? { as: given } : given;
      if (rule.elsewhere === 'address') address.add(field);
      if (rule.elsewhere !== undefined) continue;
      const key = rule.as ?? usual[field.name] ?? field.name;
      members.push({ field, key, lead: `${JSON.stringify(key)}:`, rule });
    }
    return new ObjectForm(members, address, formOf);
  };
