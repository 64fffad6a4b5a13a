import type { ArchiveAbout } from '@vectorgate/policy-schema/archive';
import type { MaskTally } from '../../pipeline/store-protocol.ts';
import type { PartName, RecordHeader } from '../record.ts';
import type { RecordSearch } from '../search/record-search.ts';
import type { ExtractPolicy } from './extract-policy.ts';

/** Which decisions are exported: those of one session, or what a search finds. */
export type ExportOf = { readonly session: string } | { readonly search: RecordSearch };

/** Which parts: no request and no response, the request, or both. */
export type Bodies = ArchiveAbout['bodies'];

/** The parts that go with each choice. */
export const partsOf: Readonly<Record<Bodies, readonly PartName[]>> = {
  none: ['decision'],
  request: ['decision', 'operations', 'request'],
  all: ['decision', 'operations', 'request', 'response'],
};

/** The part up to which has to be read: what a reader may see depends on the operations. */
export const readUpTo: Readonly<Record<Bodies, PartName>> = {
  none: 'operations',
  request: 'request',
  all: 'response',
};

/** A decision as it was recorded, merged from its records. */
export interface RecordedDecision {
  readonly header: RecordHeader;
  readonly parts: Partial<Record<PartName, Buffer>>;
  /** Nobody can read the parts any more. */
  readonly forgotten: boolean;
}

/** What of a part somebody may see: all of it, to the byte; or other JSON in its place. */
export type SeenPart = 'recorded' | { readonly shown: unknown };

/** What of a decision somebody may see. A part that is in neither is not there. */
export interface SeenDecision {
  /** What of a header; the header itself when it is all of it. */
  readonly header: (of: RecordHeader) => unknown;
  readonly parts: Partial<Record<PartName, SeenPart>>;
  /** What was masked in the response as it is seen. */
  readonly masked?: readonly MaskTally[];
  readonly withheld: readonly { readonly part: PartName; readonly reason: string }[];
}

/** What whoever exports may see of each decision: the same as by the routes that show one. */
export type See = (decision: RecordedDecision) => SeenDecision;

/** Everything about an archive but what the log says. */
export interface ArchiveRequest {
  readonly of: ExportOf;
  readonly bodies: Bodies;
  readonly see: See;
  /** Whether texts of policies are put in. */
  readonly policies: boolean;
  /** Guards that masked more, for the archive to say so; `see` has gone by them. */
  readonly extract?: ExtractPolicy;
  readonly about: Pick<ArchiveAbout, 'by' | 'of'>;
}
