import type { Revision, RuleReference, Target } from '@vectorgate/policy-schema';
import type { EvidenceEvent } from '@vectorgate/policy-schema/evidence';
import type { Beside } from '../pipeline/gate.ts';
import type { LeftWhole } from '../pipeline/left-whole.ts';
import type { MaskTally } from '../pipeline/store-protocol.ts';
import type { PolicyEvent } from '../policy/change/policy-event.ts';
import type { Note } from './notes/note.ts';
import type { Look } from './review/look.ts';

/** The clear part of a record. Canonical JSON (RFC 8785) of this is what the leaf hash covers. No values. */
export interface RecordHeader {
  readonly v: 1;
  /** ULID, 26 characters; a refusal's and a notice's "Decision …". */
  readonly id: string;
  /** `intent`: durable before the first byte of a changing operation goes upstream; `outcome`: its end, or any other operation. */
  readonly kind: 'intent' | 'outcome';
  /** ULID of the session. */
  readonly session: string;
  /** RFC 3339 with milliseconds, UTC. */
  readonly time: string;
  readonly who: {
    readonly issuer: string;
    readonly subject: string;
    readonly name?: string;
    readonly kind: 'person' | 'service';
    readonly groups: readonly string[];
  };
  readonly client: { readonly agent?: string; readonly session?: string; readonly address: string };
  readonly connection: string;
  readonly store: string;
  readonly operations: readonly {
    readonly name: string;
    readonly classes: readonly string[];
    readonly targets: readonly Target[];
    readonly topK?: number;
    readonly page?: number;
    /** Items in the operation; absent where only the store knows how many (a deletion by filter). */
    readonly records?: number;
    readonly fieldsFiltered?: readonly string[];
    /** Fields of the filter that rules added. */
    readonly fieldsRequired?: readonly string[];
  }[];
  readonly decision: {
    readonly effect: 'allow' | 'deny' | 'require-approval';
    /** Refusal code of policy or gate, absent when allowed. */
    readonly code?: string;
    /** The caller may not know the names that were looked up for them: those who may review the record read them. */
    readonly unseen?: true;
    readonly rules: readonly RuleReference[];
    readonly revision: Revision;
    /** `monitored`: this connection only watches; the effect was not enforced. */
    readonly mode: 'enforce' | 'monitor';
    /** With monitored rules counted in, when that differs. */
    readonly monitored?: {
      readonly effect: string;
      readonly code?: string;
      readonly rules: readonly RuleReference[];
    };
    /** What a canary would have decided otherwise: present when it would. */
    readonly canary?: Beside;
  };
  /** What was done to the records themselves. */
  readonly evidence?: EvidenceEvent;
  /** What of other people's records was looked at. */
  readonly reviewed?: Look;
  /** What a reviewer wrote beside the session or one of its records; the text is its part `request`. */
  readonly note?: Note;
  /** How the policies in force changed. */
  readonly policy?: PolicyEvent;
  readonly masked: readonly MaskTally[];
  /** What was delivered whole although policies mask it for others; absent where nothing was. */
  readonly unmasked?: readonly LeftWhole[];
  readonly changes: readonly string[];
  /**
   * `delivered`, `refused`, `failed` (the store or the gate: nothing was changed). `unknown`: a change went to the
   * store, and no answer that can be believed came back; readers say it, too, of an intent that has no outcome.
   */
  readonly outcome?: 'delivered' | 'refused' | 'failed' | 'unknown';
  readonly status?: number;
  readonly milliseconds?: number;
  readonly sizes: { readonly request: number; readonly response: number };
  /** One per part: SHA-256 over salt + plain bytes, hex. Filled by the recorder. */
  readonly parts: readonly { readonly name: PartName; readonly hash: string; readonly size: number }[];
}

export type PartName = 'decision' | 'operations' | 'request' | 'response';

/** What the pipeline hands over; the recorder adds parts' hashes, encrypts, chains and syncs. */
export interface RecordDraft {
  readonly header: Omit<RecordHeader, 'parts' | 'v'>;
  /** Texts are written in UTF-8. */
  readonly parts: Partial<Record<PartName, Uint8Array | string>>;
}

/** The recorder as the pipeline sees it. */
export interface Recorder {
  /** Resolves when the record is durable (fdatasync). Rejects with a GateError when it cannot be made so. */
  append(draft: RecordDraft): Promise<void>;
  /** Which session a governed call belongs to: by the shim's session id, or by token until 30 minutes of silence. Returns its ULID. */
  sessionFor(
    key: { issuer: string; subject: string; connection: string; client: string | undefined; token: string },
    instant: number,
  ): string;
  /** False, with the reason, when nothing can be recorded now. */
  health(): { readonly ok: boolean; readonly reason?: string };
  close(): Promise<void>;
}
