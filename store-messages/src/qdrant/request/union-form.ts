import type { FieldPlan } from '../../protobuf/message-plan.ts';
import type { WireMessage, WireRecord } from '../../protobuf/wire-message.ts';
import type { Form, FormMaker, FormOf } from './form.ts';
import { bare, type FormParts } from './form-parts.ts';
import type { TwinText } from './twin-text.ts';
import { malformed } from './unreadable.ts';
import { writeField } from './write-field.ts';

type Naming = Readonly<Record<string, string | typeof bare>>;

/** The one field that stands in a union. Throws `MessageError` where none does. */
export function onlyRecord(message: WireMessage, what: string): WireRecord {
  const [record] = message.records;
  // One of them stands there at most: the wire check saw to that.
  if (record === undefined) throw malformed(what, 'given');
  return record;
}

class UnionForm implements Form {
  readonly #names: ReadonlyMap<FieldPlan, string | typeof bare>;
  readonly #formOf: FormOf;
  readonly #what: string;
  readonly keys: ReadonlySet<string>;
  readonly parts: FormParts;

  constructor(names: ReadonlyMap<FieldPlan, string | typeof bare>, what: string, formOf: FormOf) {
    this.#names = names;
    this.#formOf = formOf;
    this.#what = what;
    this.keys = new Set([...names.values()].filter((name) => name !== bare));
    this.parts = { kind: 'union', names, what };
  }

  write = (message: WireMessage, out: TwinText): void => {
    const { field } = onlyRecord(message, this.#what);
    if (this.#names.get(field) === bare) {
      writeField(message, field, out, this.#formOf);
      return;
    }
    out.raw('{');
    this.writeMembers(message, out, false);
    out.raw('}');
  };

  writeMembers = (message: WireMessage, out: TwinText, some: boolean): boolean => {
    const { field } = onlyRecord(message, this.#what);
    const name = this.#names.get(field);
    if (typeof name !== 'string') throw malformed(this.#what, 'in a form that REST has');
    out.raw(`${some ? ',' : ''}${JSON.stringify(name)}:`);
    writeField(message, field, out, this.#formOf);
    return true;
  };
}

/**
 * One of several: an object whose only member has the field's name, or the one that `names` give, or the bare value. Throws
 * `MessageError` where none of them stands.
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
    parts: { kind: 'only', field },
  };
};
