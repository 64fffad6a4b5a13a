/** One session as lists show it; what the gateway's API says of it. */
export interface SessionSummary {
  readonly id: string;
  readonly who: { readonly issuer: string; readonly subject: string; readonly name?: string };
  readonly connection: string;
  readonly store: string;
  /** RFC 3339. */
  readonly started: string;
  /** RFC 3339; time of the last record so far. */
  readonly ended: string;
  readonly records: number;
  readonly refused: number;
  /** Records in which something was masked. */
  readonly masked: number;
}
