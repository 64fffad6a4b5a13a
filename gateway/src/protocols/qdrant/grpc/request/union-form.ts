import type { FieldPlan } from '../../../protobuf/message-plan.ts';
import type { WireMessage, WireRecord } from '../../../protobuf/wire-message.ts';
import { malformed } from '../../unreadable.ts';
import type { Change, Form, FormMaker, FormOf, Rewriting } from './form.ts';
import { lostEdit } from './lost-edit.ts';
import { rewriteField } from './rewrite-field.ts';
import type { TwinText } from './twin-text.ts';
import { writeField } from './write-field.ts';

/** Said of a member whose value stands by itself, without an object around it. */
export const bare = Symbol('bare');
type Naming = Readonly<Record<string, string | typeof bare>>;

class UnionForm implements Form {
  readonly #names: ReadonlyMap<FieldPlan, string | typeof bare>;
  readonly #formOf: FormOf;
  readonly #what: string;
  readonly keys: ReadonlySet<string>;

  constructor(names: ReadonlyMap<FieldPlan, string | typeof bare>, what: string, formOf: FormOf) {
    this.#names = names;
    this.#formOf = formOf;
    this.#what = what;
    this.keys = new Set([...names.values()].filter((name) => name !== bare));
  }

  #only(message: WireMessage): WireRecord {
    const [record] = message.records;
    // One of them stands there at most: the wire check saw to that.
    if (record === undefined) throw malformed(this.#what, 'given');
    return record;
  }

  write = (message: WireMessage, out: TwinText): void => {
    const { field } = this.#only(message);
    if (this.#names.get(field) === bare) {
      writeField(message, field, out, this.#formOf);
      return;
    }
    out.raw('{');
    this.writeMembers(message, out, false);
    out.raw('}');
  };

  writeMembers = (message: WireMessage, out: TwinText, some: boolean): boolean => {
    const { field } = this.#only(message);
    const name = this.#names.get(field);
    if (typeof name !== 'string') throw malformed(this.#what, 'in a form that REST has');
    out.raw(`${some ? ',' : ''}${JSON.stringify(name)}:`);
    writeField(message, field, out, this.#formOf);
    return true;
  };

  rewrite = (message: WireMessage, { before, after }: Change, by: Rewriting): void => {
    const { field } = this.#only(message);
    const name = this.#names.get(field);
    if (name === bare) {
      rewriteField(message, field, { before, after }, by, this.#formOf);
      return;
    }
    if (name === undefined || before.kind !== 'object' || after.kind !== 'object') throw lostEdit(this.#what);
    const standing = [...this.#names].filter(([, one]) => one !== bare && after.members.has(one));
    // Several fields may have one name, of which the message has its own.
    const [now, key] = standing.find(([one]) => one === field) ?? standing[0] ?? [];
    if (
      now === undefined ||
      typeof key !== 'string' ||
      standing.some(([one, other]) => other !== key || (now !== field && one !== now))
    )
      throw lostEdit(this.#what);
    const was = now === field ? before.members.get(name)?.value : undefined;
    rewriteField(
      message,
      now,
      { ...(was !== undefined && { before: was }), after: after.members.get(key)!.value },
      by,
      this.#formOf,
    );
  };
}

/**
 * One of several: an object whose only member has the field's name, or the one that `names` give, or the bare value. Throws
 * `Refusal` where none of them stands.
 */
export const unionForm =
  (names: Naming = {}, { all }: { readonly all?: typeof bare } = {}): FormMaker =>
  (plan, formOf) => {
    for (const name of Object.keys(names))
      if (!plan.byName.has(name)) throw new TypeError(`${plan.name} has no field ${name}`);
    const [first] = plan.fields;
    if (plan.fields.some(({ oneof }) => oneof === undefined || oneof !== first?.oneof))
      throw new TypeError(`${plan.name} is no union`);
    const what = plan.name.slice(plan.name.lastIndexOf('.') + 1);
    return new UnionForm(
      new Map(plan.fields.map((field) => [field, names[field.name] ?? all ?? field.name])),
      what,
      formOf,
    );
  };

/** A message that holds one field alone: the value of that, an empty list or map included. */
export const onlyForm: FormMaker = (plan, formOf) => {
  const [field] = plan.fields;
  if (field === undefined || plan.fields.length !== 1)
    throw new TypeError(`${plan.name} holds several fields`);
  return {
    write: (message, out) => writeField(message, field, out, formOf),
    rewrite: (message, change, by) => rewriteField(message, field, change, by, formOf),
  };
};
