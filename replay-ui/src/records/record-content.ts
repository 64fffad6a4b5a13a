import type { MaskedField, RecordHeader } from './record-header.ts';

/**
 * Request or response, as recorded. Text and bytes keep what JSON values lose (integers beyond 2^53, the order of keys,
 * broken UTF-8): a host that has them passes them on. `value` is for hosts that only have it parsed.
 */
export type RecordPart =
  | { readonly text: string }
  | { readonly bytes: Uint8Array }
  | { readonly value: unknown };

/** A part that whoever reads may not see, and why, in one sentence. */
export interface Withheld {
  readonly part: 'decision' | 'operations' | 'request' | 'response';
  readonly reason: string;
}

/** One record with its content. A part that was not recorded, is forgotten or withheld is absent. */
export interface RecordContent {
  readonly header: RecordHeader;
  /** Effect, obligations, trace, changes; for a refusal also `what` and `next`. Parsed JSON. */
  readonly decision?: unknown;
  /** `{ operations: [...] }`: the normalised operations with their literals. Parsed JSON. */
  readonly operations?: unknown;
  /** As judged: vectors as dimension and digest. */
  readonly request?: RecordPart;
  /** As delivered, under the guards of whoever reads it. */
  readonly response?: RecordPart;
  /** What was masked in `response` as it is here, for whoever asked and for whoever reads; absent where that is not known. */
  readonly masked?: readonly MaskedField[];
  readonly withheld: readonly Withheld[];
}
