/** What policies are compared with. */
export type BaseChoice =
  | { readonly from: 'live' | 'saved' | 'record' }
  | { readonly from: 'other'; readonly path: string };

/** Which recorded operations are decided again. */
export type AskedChoice =
  | { readonly from: 'gateway'; readonly days: number }
  | { readonly from: 'file'; readonly path: string };

export interface ReportChoice {
  readonly base: BaseChoice;
  /** Of a what-if. */
  readonly asked?: AskedChoice;
}
