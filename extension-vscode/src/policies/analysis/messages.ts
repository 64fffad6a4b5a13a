/** What a set of policies is taken from: the workspace's files as they stand in the editor is always the other side. */
export type Base =
  | { readonly from: 'revision'; readonly revision: string }
  | {
      readonly from: 'files';
      readonly name: string;
      readonly files: readonly { path: string; text: string }[];
    }
  /** What was decided then. */
  | { readonly from: 'record' };

/** What the worker is asked for. */
export interface AnalysisTask {
  readonly kind: 'diff' | 'what-if';
  /** A policy file: its policies are those that are in force with it. */
  readonly file: string;
  readonly workspace: string | undefined;
  /** Texts that the editor has and the disk has not. */
  readonly unsaved: readonly { readonly path: string; readonly text: string }[];
  readonly base: Base;
  /** For the style of the page. */
  readonly nonce: string;
  /** How far back, in words. */
  readonly period: string;
}

export type FromWorker =
  /** The next page may come. */
  | { readonly want: true; readonly requests: number }
  | { readonly html: string }
  | { readonly trouble: string };
