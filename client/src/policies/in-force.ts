import type { GatewayApi } from '../api/gateway-api.ts';
import { count, isRecord, text } from '../api/read-json.ts';
import { ClientError } from '../errors/client-error.ts';
import { type PolicyTexts, textsIn } from './policy-texts.ts';

/** What a gateway has in force, as far as it matters to who wants to replace it. */
export interface InForce {
  readonly revision: number;
  readonly digest: string;
  readonly files: PolicyTexts;
  /** They are the newest commit of a branch. */
  readonly followsGit: boolean;
  /** Absent: nobody publishes to it. */
  readonly publishing?: { readonly signatures: 'required' | 'optional'; readonly gateway: string };
}

/** Asks a gateway for it. For policy readers. */
export async function inForceAt(api: Pick<GatewayApi, 'policy' | 'policyFiles'>): Promise<InForce> {
  const [status, files] = [await api.policy(), await api.policyFiles()];
  const change = isRecord(status.change) ? status.change : {};
  const publishing = isRecord(status.publishing) ? status.publishing : undefined;
  if (text(change.digest) !== text(files.digest))
    throw new ClientError(
      'gateway-answer',
      'The policies of the gateway changed while they were read.',
      'Try again.',
    );
  return {
    revision: count(change.revision),
    digest: text(change.digest),
    files: textsIn(files),
    followsGit: text(status.source) === 'git',
    ...(publishing && {
      publishing: {
        signatures: publishing.signatures === 'optional' ? ('optional' as const) : ('required' as const),
        gateway: text(publishing.gateway),
      },
    }),
  };
}
