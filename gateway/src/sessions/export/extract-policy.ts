import type { PolicySet } from '@vectorgate/policy-schema';

/** Guards by which an export masks more than its reader's own do. Whoever exports sends them along. */
export interface ExtractPolicy {
  /** Guards with masks, and nothing else. Its revision's digest is that of the texts. */
  readonly set: PolicySet;
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Names of the documents, each once, in order. */
  readonly names: readonly string[];
}

/** Which one it was, as records and archives say it. */
export const namedExtract = ({
  set,
  names,
}: ExtractPolicy): { readonly digest: string; readonly policies: readonly string[] } => ({
  digest: set.revision.digest,
  policies: names,
});
