import { didYouMean } from '../../compile/did-you-mean.ts';
import type { Path } from '../../compile/policy-source.ts';
import { connectionName, connectionOf } from '../connection-of.ts';
import type { TestDocument } from '../test-document.ts';
import type { TestSurroundings } from './check-tests.ts';

/** Reports operations on no connection, or on one that is not configured, and implied ones that are no such. */
export function checkOperations(
  { source, written: { spec } }: TestDocument,
  { environment }: TestSurroundings,
): void {
  const known = (name: string, path: Path): void => {
    if (connectionOf(name, environment) !== undefined) return;
    const all = environment?.connections.map((one) => one.name) ?? [];
    const remedy = didYouMean(name, all, 'Add it to the configuration.');
    source.atPath(path, 'unknown-connection', `No connection is called ${name}.`, remedy);
  };
  if (spec.connection !== undefined) known(spec.connection, ['spec', 'connection']);
  for (const [name, operation] of Object.entries(spec.operations)) {
    const at = ['spec', 'operations', name];
    if (operation.connection !== undefined) known(operation.connection, [...at, 'connection']);
    else if (connectionName(undefined, spec.connection, environment) === undefined) {
      const message = `The operation ${name} is on no connection.`;
      const remedy = 'Add connection: NAME to spec, or to the operation.';
      source.atKey(at, 'test-without-connection', message, remedy);
    }
    if (operation.implied !== undefined && operation.class !== 'meta') {
      const remedy = 'Write class: meta.';
      source.atPath([...at, 'class'], 'unknown-word', 'What is implied is of class meta.', remedy);
    }
  }
}
