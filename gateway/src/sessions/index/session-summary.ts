/** One session in listings. */
export interface SessionSummary {
  /** ULID. */
  readonly id: string;
  readonly who: { readonly issuer: string; readonly subject: string; readonly name?: string };
  readonly connection: string;
  readonly store: string;
  /** Time of its first record, RFC 3339. */
  readonly started: string;
  /** Time of its last record so far, RFC 3339. */
  readonly ended: string;
  /** Decisions in it; an intent and its outcome are one. */
  readonly records: number;
  readonly refused: number;
  /** Decisions whose answer was masked somewhere. */
  readonly masked: number;
}
