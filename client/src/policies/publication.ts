import {
  BundleError,
  bundleText,
  bundleType,
  canaryType,
  type Envelope,
  type PayloadType,
  type PolicyBundle,
  signedBytes,
} from '@vectorgate/policy-schema/bundle';
import type { GatewayApi } from '../api/gateway-api.ts';
import { count, isRecord, text } from '../api/read-json.ts';
import { ClientError } from '../errors/client-error.ts';
import { type PolicyTexts, textsIn } from './policy-texts.ts';
import type { SigningKey } from './signing-key.ts';

/** What a gateway has in force, as far as it matters to who wants to replace it. */
export interface InForce {
  readonly revision: number;
  readonly digest: string;
  readonly files: PolicyTexts;
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
    ...(publishing && {
      publishing: {
        signatures: publishing.signatures === 'optional' ? ('optional' as const) : ('required' as const),
        gateway: text(publishing.gateway),
      },
    }),
  };
}

export interface Publication {
  readonly base: InForce;
  readonly files: PolicyTexts;
  readonly author: string;
  readonly commit?: PolicyBundle['commit'];
  readonly note?: string;
  readonly created: Date;
}

const publishingOff = (type: PayloadType): ClientError =>
  type === canaryType
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

/** How the gateway takes what is published. Throws `ClientError` where nobody publishes to it. */
export function publishingOf({ publishing }: InForce, type: PayloadType): NonNullable<InForce['publishing']> {
  if (publishing === undefined) throw publishingOff(type);
  return publishing;
}

/** The envelope of a bundle that replaces what is in force, signed where there is a key. Throws `ClientError`. */
export function envelopeOf(
  { base, files, author, commit, note, created }: Publication,
  key: SigningKey | undefined,
  type: PayloadType = bundleType,
): Envelope {
  const publishing = publishingOf(base, type);
  if (key === undefined && publishing.signatures === 'required')
    throw new ClientError(
      'key-unreadable',
      'This gateway takes signed policies only, and there is no key to sign them by.',
      'Make one: vectorgate policy keygen. Or name yours: --key FILE',
    );
  let bundle: string;
  try {
    bundle = bundleText({
      v: 1,
      gateway: publishing.gateway,
      revision: base.revision + 1,
      base: { revision: base.revision, digest: base.digest },
      created: created.toISOString(),
      author,
      ...(commit && { commit }),
      ...(note !== undefined && { note }),
      files,
    });
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    throw new ClientError('policies-unfit', error.message, error.next);
  }
  const payload = Buffer.from(bundle);
  const sig = key && Buffer.from(key.sign(signedBytes(payload, type))).toString('base64');
  return {
    payloadType: type,
    payload: payload.toString('base64'),
    signatures: key === undefined || sig === undefined ? [] : [{ keyid: key.keyId, sig }],
  };
}
