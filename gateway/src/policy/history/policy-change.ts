/** Where a set of policies came from. */
export type PolicySourceKind = 'folder' | 'git' | 'published';

/** One set of policies that came into force on this gateway. */
export interface PolicyChange {
  /** 1 for the first; each is above all before it, from wherever it came. */
  readonly revision: number;
  /** Digest of the set; its texts are kept under it. */
  readonly digest: string;
  /** RFC 3339; when it came into force. */
  readonly time: string;
  readonly source: PolicySourceKind;
  readonly commit?: { readonly commit: string; readonly dirty: boolean };
  /** Who wrote it, as the commit or the publisher says. */
  readonly author?: string;
  /** Who published it. */
  readonly by?: { readonly issuer: string; readonly subject: string; readonly name?: string };
  /** Name in the configuration of the key that signed it; absent where nobody did. */
  readonly key?: string;
  readonly note?: string;
}
