import type { PolicyEnvironment } from '../compile/environment.ts';
import type { ConnectionFacts } from '../decide/decide-contract.ts';

/** The issuer whose names stand bare, where no configuration names one. */
const people = 'people';
/** The store of a connection that no configuration describes: no condition takes it for one that it knows. */
const unknownStore = 'not known';

/** What tests need to know of a connection. */
export type TestConnection = ConnectionFacts & { readonly store: string };

/** A connection by its name; undefined when the configuration has none so called. */
export function connectionOf(
  name: string,
  environment: PolicyEnvironment | undefined,
): TestConnection | undefined {
  if (environment === undefined) return { name, people, store: unknownStore };
  return environment.connections.find((one) => one.name === name);
}

/** The connection of an operation: its own, the document's, or the only one that there is. */
export const connectionName = (
  own: string | undefined,
  ofAll: string | undefined,
  environment: PolicyEnvironment | undefined,
): string | undefined =>
  own ?? ofAll ?? (environment?.connections.length === 1 ? environment.connections[0]!.name : undefined);
