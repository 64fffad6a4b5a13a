import {
  BundleError,
  bundleText,
  bundleType,
  type PayloadType,
  type PolicyBundle,
} from '@vectorgate/policy-schema/bundle';
import { ClientError } from '../errors/client-error.ts';
import type { InForce } from './in-force.ts';
import type { PolicyTexts } from './policy-texts.ts';
import { publishingOf } from './publishing-of.ts';

export interface Publication {
  readonly base: InForce;
  readonly files: PolicyTexts;
  readonly author: string;
  readonly commit?: PolicyBundle['commit'];
  readonly note?: string;
  readonly created: Date;
}

/** The text of a bundle that replaces what is in force: what is signed. Throws `ClientError`. */
export function bundleOf(
  { base, files, author, commit, note, created }: Publication,
  type: PayloadType = bundleType,
): string {
  const { gateway } = publishingOf(base, type);
  try {
    return bundleText({
      v: 1,
      gateway,
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
}
