import type { Configuration } from '../configuration/configuration.ts';

/** By connection, the issuer whose names stand bare in rules about it. */
export function peopleOf({
  connections,
  issuers,
}: Pick<Configuration, 'connections' | 'issuers'>): ReadonlyMap<string, string> {
  const first = issuers.find(({ signIn }) => signIn !== undefined)?.name ?? '';
  return new Map(connections.map((one) => [one.name, one.people ?? first]));
}
