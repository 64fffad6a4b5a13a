import type { ArchiveFormat } from './archive-schema.ts';

/** What an archive says of itself. Signed by the key of the log, together with a digest of everything in it. */
export interface ArchiveManifest {
  readonly format: ArchiveFormat;
  /** The log's own name: origin of its checkpoints. */
  readonly origin: string;
  /** When it was made, RFC 3339. */
  readonly exported: string;
  /** Who had it made: issuer and subject, and the name that goes with them. */
  readonly by: { readonly issuer: string; readonly subject: string; readonly name?: string };
  /** What was asked for: one session, or what a query found. */
  readonly of: { readonly session: string } | { readonly query: string; readonly whose: 'own' | 'everybody' };
  /** Which parts were asked for: no request and no response, the request, or both. Decisions are always there. */
  readonly bodies: 'none' | 'request' | 'all';
  /** Whether texts of policies were put in: they are for readers of policy only. */
  readonly policies: boolean;
  /** Revisions that decided, of which this gateway has kept no text. */
  readonly policiesAbsent: readonly string[];
  /**
   * Policies by which more was masked than whoever exported has masked anyway: the digest under which their texts are among
   * the policies, and their names. Readers that do not know this key open the archive as well: their texts are files of one
   * more revision to them.
   */
  readonly extract?: { readonly digest: string; readonly policies: readonly string[] };
  readonly records: number;
  /** Records that the checkpoint covers. */
  readonly size: number;
  /** SHA-256 over the lines of `ContentDigest`, hex. */
  readonly digest: string;
}

const hex = /^[0-9a-f]{64}$/;
const isText = (value: unknown): value is string => typeof value === 'string';
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Undefined for what is no manifest of this format, which is the one that the file has. */
export function readManifest(value: unknown, format: ArchiveFormat): ArchiveManifest | undefined {
  if (!isObject(value) || !isObject(value.by) || !isObject(value.of)) return undefined;
  const { by, of, records, size } = value;
  const named = isText(by.issuer) && isText(by.subject) && (by.name === undefined || isText(by.name));
  const asked = isText(of.session) || (isText(of.query) && (of.whose === 'own' || of.whose === 'everybody'));
  const numbers = [records, size].every((one) => Number.isSafeInteger(one) && Number(one) >= 0);
  const extract =
    value.extract === undefined ||
    (isObject(value.extract) &&
      isText(value.extract.digest) &&
      hex.test(value.extract.digest) &&
      Array.isArray(value.extract.policies) &&
      value.extract.policies.every(isText));
  const whole =
    value.format === format &&
    isText(value.origin) &&
    isText(value.exported) &&
    ['none', 'request', 'all'].includes(String(value.bodies)) &&
    typeof value.policies === 'boolean' &&
    Array.isArray(value.policiesAbsent) &&
    value.policiesAbsent.every(isText) &&
    isText(value.digest) &&
    hex.test(value.digest);
  return named && asked && numbers && extract && whole ? (value as unknown as ArchiveManifest) : undefined;
}
