import { isPersona, type Persona } from './personas.ts';

/** What a kernel told of one call. */
export interface Told {
  readonly person: Persona;
  readonly call: string;
  /** What stood under the cell. */
  readonly shown: string;
  readonly outcome:
    | { readonly value: unknown }
    | { readonly error: { readonly name: string; readonly text: string } };
}

/** Whether it is a JSON object. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads one line of the driver. */
export function readTold(line: string): Told {
  const said: unknown = JSON.parse(line);
  if (!isRecord(said) || !isPersona(said.person) || typeof said.call !== 'string')
    throw new TypeError('a line of the driver is not what it should be');
  const { error } = said;
  const shown = typeof said.shown === 'string' ? said.shown : '';
  return {
    person: said.person,
    call: said.call,
    shown,
    outcome: isRecord(error)
      ? { error: { name: String(error.name), text: String(error.text) } }
      : { value: said.value },
  };
}
