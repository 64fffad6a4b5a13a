import type { MessagePlan } from '../../protobuf/message-plan.ts';
import type { Form, FormMaker } from './form.ts';
import { objectForm } from './object-form.ts';

const makers = new Map<string, FormMaker>();
const forms = new WeakMap<MessagePlan, Form>();

/** Says how messages of some types stand in JSON. */
export function defineForms(types: Readonly<Record<string, FormMaker>>): void {
  for (const [type, maker] of Object.entries(types)) {
    if (makers.has(type)) throw new TypeError(`${type} has two forms`);
    makers.set(type, maker);
  }
}

/** The form of a type's messages: its own, or an object whose members have the fields' names. */
export function formOf(plan: MessagePlan): Form {
  let form = forms.get(plan);
  if (form === undefined) {
    form = (makers.get(plan.name) ?? objectForm())(plan, formOf);
    forms.set(plan, form);
  }
  return form;
}
