import { canaryType, type PayloadType } from '@vectorgate/policy-schema/bundle';
import { ClientError } from '../errors/client-error.ts';
import type { InForce } from './in-force.ts';

const publishingOff = (type: PayloadType, followsGit: boolean): ClientError => {
  if (type === canaryType && followsGit)
    return new ClientError(
      'refused',
      'Policies follow a branch of git here, and what runs beside them is a second branch, which policy.git.canary in vectorgate.yaml names.',
      'Push to that branch, or have one named there; to end what runs beside, delete that branch. What it would do: vectorgate policy canary show.',
    );
  return type === canaryType
    ? new ClientError(
        'refused',
        'Policies run beside those in force where publishers send them, and nobody publishes to this gateway: it takes them from elsewhere.',
        'See what they would have done to recorded requests: vectorgate policy replay. Or add single rules where they come from, with mode: monitor.',
      )
    : new ClientError(
        'refused',
        'Nobody publishes policies to this gateway: it takes them from elsewhere.',
        'Change them where vectorgate policy status says they come from; or have policy.publishers set in its vectorgate.yaml.',
      );
};

/** How the gateway takes what is published. Throws `ClientError` where nobody publishes to it. */
export function publishingOf(
  { publishing, followsGit }: InForce,
  type: PayloadType,
): NonNullable<InForce['publishing']> {
  if (publishing === undefined) throw publishingOff(type, followsGit);
  return publishing;
}
