import type { PolicyEnvironment } from '../compile/environment.ts';
import type { Path } from '../compile/policy-source.ts';
import type { DecideInput } from '../decide/decide-contract.ts';
import type { Expectation } from '../schema/test/expectation-schema.ts';
import { buildIdentity } from './build-identity.ts';
import { buildOperation } from './build-operation.ts';
import { connectionName, connectionOf } from './connection-of.ts';
import type { TestCase } from './test-case.ts';
import type { TestDocument } from './test-document.ts';

interface Group {
  readonly test: string;
  readonly at: Path;
  readonly now: string;
  readonly asks: readonly {
    readonly identity: string;
    readonly operation: string;
    readonly expect: Expectation;
    readonly expectAt: Path;
    readonly at: Path;
  }[];
}

/** All cases of a document without problems, in the order in which they are written: the matrix, then the tests. */
export function buildCases(document: TestDocument, environment: PolicyEnvironment | undefined): TestCase[] {
  const { metadata } = document.written;
  return groupsOf(document).flatMap(({ test, now, asks }) =>
    asks.flatMap(({ identity, operation, expect, expectAt, at }) => {
      const input = inputOf(document, identity, operation, now, environment);
      if (input === undefined) return [];
      const id = [metadata.name, test, identity, operation].join(' › ');
      const among = asks.length;
      return [{ id, test, among, identity, operation, document, at, expectAt, input, expect }];
    }),
  );
}

function groupsOf({ written: { spec } }: TestDocument): Group[] {
  const matrix = Object.entries(spec.matrix ?? {}).map(([identity, row]): Group => {
    const at = ['spec', 'matrix', identity];
    const asks = Object.entries(row).map(([operation, effect]) => {
      const place = [...at, operation];
      return { identity, operation, expect: { effect }, at: place, expectAt: place };
    });
    return { test: `what ${identity} may do`, at, now: spec.now, asks };
  });
  const tests = (spec.tests ?? []).map(({ name, identities, operations, now, expect }, i): Group => {
    const at = ['spec', 'tests', i];
    const expectAt = [...at, 'expect'];
    const asks = identities.flatMap((identity) =>
      operations.map((operation) => ({ identity, operation, expect, at, expectAt })),
    );
    return { test: name, at, now: now ?? spec.now, asks };
  });
  return [...matrix, ...tests];
}

function inputOf(
  { written: { spec } }: TestDocument,
  identity: string,
  operation: string,
  now: string,
  environment: PolicyEnvironment | undefined,
): DecideInput | undefined {
  const who = Object.hasOwn(spec.identities, identity) ? spec.identities[identity] : undefined;
  const what = Object.hasOwn(spec.operations, operation) ? spec.operations[operation] : undefined;
  if (who === undefined || what === undefined) return undefined;
  const name = connectionName(what.connection, spec.connection, environment);
  const connection = name === undefined ? undefined : connectionOf(name, environment);
  if (connection === undefined) return undefined;
  return {
    identity: buildIdentity(identity, who, connection.people, environment),
    connection: { name: connection.name, people: connection.people },
    operations: [buildOperation(operation, what, connection.name, connection.store)],
    instant: Date.parse(now),
  };
}
