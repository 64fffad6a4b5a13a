import { Check } from 'typebox/schema';
import * as Type from 'typebox/type';
import type { PolicyEnvironment } from '../compile/environment.ts';
import { type AddressedConnection, sameDatabases } from './same-databases.ts';

/** What policies may name, out of a gateway's configuration. The rest of that file is the gateway's to check. */
const named = Type.Object({
  connections: Type.Array(
    Type.Object({
      name: Type.String(),
      store: Type.String(),
      people: Type.Optional(Type.String()),
      address: Type.Optional(Type.Unknown()),
      grpc: Type.Optional(Type.Unknown()),
    }),
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

/** What a gateway's configuration says policies may name; undefined when it lists no connections and issuers. */
export function environmentOfConfig(value: unknown): PolicyEnvironment | undefined {
  if (!Check(named, value)) return undefined;
  const people = value.issuers.find(({ signIn }) => signIn !== undefined)?.name ?? '';
  const same = sameDatabases(value.connections as readonly AddressedConnection[]);
  return {
    connections: value.connections.map(({ name, store, people: own }) => ({
      ...{ name, store, people: own ?? people },
      ...(same.has(name) && { sameDatabaseAs: same.get(name) }),
    })),
    issuers: value.issuers.map(({ name, claims }) => ({ name, claims: claims ?? {} })),
    canApprove: false,
    unsupported: [],
  };
}
