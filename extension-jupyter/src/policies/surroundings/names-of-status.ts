import type { Catalogue } from '@vectorgate/policy-schema/language';
import type { Status } from '../../server/status.ts';

/** What the gateway told of itself and of the person, as names to offer: there may be others. */
export function namesOfStatus(status: Status | undefined): Catalogue | undefined {
  if (status === undefined || (status.connections.length === 0 && status.who === null)) return undefined;
  const issuer = status.who?.identity.issuer;
  return {
    unchecked: true,
    connections: status.connections.map(({ name, store }) => ({ name, store })),
    issuers:
      issuer === undefined ? [] : [{ name: issuer, claims: {}, groups: status.who?.identity.groups ?? [] }],
  };
}
