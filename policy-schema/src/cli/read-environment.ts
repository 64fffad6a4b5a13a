import { readFile } from 'node:fs/promises';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { parse } from 'yaml';
import type { PolicyEnvironment } from '../compile/environment.ts';
import { UsageError } from './usage-error.ts';

/** What policies may name, out of a gateway's configuration. The rest of that file is the gateway's to check. */
const named = Type.Object({
  connections: Type.Array(
    Type.Object({ name: Type.String(), store: Type.String(), people: Type.Optional(Type.String()) }),
  ),
  issuers: Type.Array(
    Type.Object({
      name: Type.String(),
      signIn: Type.Optional(Type.Object({})),
      claims: Type.Optional(
        Type.Record(
          Type.String(),
          Type.Union([
            Type.Literal('string'),
            Type.Literal('number'),
            Type.Literal('boolean'),
            Type.Literal('string-list'),
          ]),
        ),
      ),
    }),
  ),
});

/** Reads connections, issuers and claims from a gateway's configuration file. */
export async function readEnvironment(path: string): Promise<PolicyEnvironment> {
  let value: unknown;
  try {
    value = parse(await readFile(path, 'utf8'), { version: '1.2' });
  } catch (cause) {
    throw new UsageError(`The configuration ${path} cannot be read. Name the gateway's vectorgate.yaml.`, {
      cause,
    });
  }
  if (!Check(named, value)) {
    throw new UsageError(
      `The configuration ${path} does not list connections and issuers. Name the gateway's vectorgate.yaml.`,
    );
  }
  const people = value.issuers.find(({ signIn }) => signIn !== undefined)?.name ?? '';
  return {
    connections: value.connections.map((connection) => ({
      ...connection,
      people: connection.people ?? people,
    })),
    issuers: value.issuers.map(({ name, claims }) => ({ name, claims: claims ?? {} })),
    canApprove: false,
    unsupported: [],
  };
}
