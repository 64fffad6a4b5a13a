/** What policies are compared with. */
export type BaseChoice =
  | { readonly from: 'live' | 'saved' | 'checkpoint' | 'record' }
  /** Of git: a branch, a tag or a commit. */
  | { readonly from: 'revision'; readonly revision: string }
  | { readonly from: 'other'; readonly path: string };

/** Which recorded operations are decided again. */
export type AskedChoice =
  | { readonly from: 'gateway'; readonly since: string }
  | { readonly from: 'file'; readonly path: string };

export interface ReportChoice {
  readonly base: BaseChoice;
  /** Of a what-if. */
  readonly asked?: AskedChoice;
}
