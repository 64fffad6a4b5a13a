import type { Configuration } from '../configuration/configuration.ts';
import { PublishRefusal, type PublishRefusalCode } from '../policy/publishing/publish-refusal.ts';
import { ApiError } from './api-error.ts';
import type { Caller } from './caller.ts';

const statuses: Readonly<Record<PublishRefusalCode, number>> = {
  'publishing-off': 409,
  'bundle-unreadable': 400,
  'bundle-file-name': 400,
  'bundle-unsigned': 403,
  'bundle-signature': 403,
  'bundle-other-gateway': 409,
  'bundle-outdated': 409,
  'bundle-conflict': 409,
  'policies-changing': 409,
  'policies-unloadable': 422,
};

/** Throws for who reads no policies. */
export const readersOnly = ({ policyReader }: Caller): void => {
  if (!policyReader)
    throw new ApiError(
      403,
      'policy-readers-only',
      'Only policy readers see the policies themselves.',
      'Ask to be made one: policyReaders.groups in vectorgate.yaml names their groups.',
    );
};

/** Throws for who publishes none. */
export const publishersOnly = ({ policyPublisher }: Caller): void => {
  if (!policyPublisher)
    throw new ApiError(
      403,
      'policy-publishers-only',
      'Only publishers of policies put them in force.',
      'Ask one of them: policy.publishers in vectorgate.yaml names their groups and services.',
    );
};

/** As `publishersOnly`, of a canary: where nobody publishes, it says how else to run one, or to find out what policies would do. */
export const canaryPublishersOnly =
  ({ policy: { publishers, git } }: Pick<Configuration, 'policy'>) =>
  (caller: Caller): void => {
    if (git !== undefined)
      throw new ApiError(
        403,
        'policy-publishers-only',
        'Policies follow a branch of git here, and what runs beside them is a second branch, which policy.git.canary in vectorgate.yaml names.',
        'Push to that branch, or have one named there; to end what runs beside, delete that branch. What it would do: vectorgate policy canary show.',
      );
    if (publishers === undefined)
      throw new ApiError(
        403,
        'policy-publishers-only',
        'Policies run beside those in force where publishers send them, and nobody publishes to this gateway: it takes them from elsewhere.',
        'See what they would have done to recorded requests: vectorgate policy replay. Or add single rules where they come from, with mode: monitor.',
      );
    publishersOnly(caller);
  };

/** What came of publishing, with a refusal in the API's words. */
export async function asPublished<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof PublishRefusal)) throw error;
    throw new ApiError(statuses[error.code as PublishRefusalCode], error.code, error.message, error.next);
  }
}
