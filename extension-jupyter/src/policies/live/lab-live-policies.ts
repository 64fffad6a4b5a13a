import { LivePolicies } from '@vectorgate/policy-schema/live-policies';
import type { Gate } from '../../gate-token.ts';
import type { Status } from '../../server/status.ts';

type Answer = Readonly<Record<string, unknown>>;

/** What the gateway has in force, asked by way of the Jupyter server, as the person who is signed in. */
export function labLivePolicies({ client, model }: Gate, shown: () => boolean): LivePolicies {
  const live = new LivePolicies({
    api: async () => ({
      policy: async () => (await client.recorded('/policy')) as Answer,
      policyFiles: async () => (await client.recorded('/policy/files')) as Answer,
    }),
    key: () => keyOf(model.status),
    reads: () => model.status?.who?.policyReader === true,
    shown,
  });
  let before = keyOf(model.status);
  model.changed.connect(() => {
    const key = keyOf(model.status);
    if (key === before) return;
    before = key;
    // What one person was told goes at once.
    void live.look();
  });
  return live;
}

/** Another for each gateway, person and right to read policies; undefined while that is not known. */
function keyOf(status: Status | undefined): string | undefined {
  if (status?.signedIn !== true || status.who === null) return undefined;
  const { identity, session, policyReader } = status.who;
  return [status.gateway, identity.issuer, identity.subject, session?.id, policyReader].join('\n');
}
