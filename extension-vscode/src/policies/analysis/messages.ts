import type { AskedAgain, DecidedAgain } from '@vectorgate/policy-schema/analyse';
import type { RequestList } from './request-list.ts';

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
  readonly kind: 'diff' | 'weigh' | 'what-if' | 'drift' | 'publish';
  /** A policy file: its policies are those that are in force with it. */
  readonly file: string;
  readonly workspace: string | undefined;
  /** Texts that the editor has and the disk has not. */
  readonly unsaved: readonly { readonly path: string; readonly text: string }[];
  readonly base: Base;
  /** Of a what-if: what is told is about this rule alone. */
  readonly rule?: { readonly policy: string; readonly id: string } | undefined;
  /** What takes the place of the policies here, where others are meant. */
  readonly head?: readonly { readonly path: string; readonly text: string }[];
  /** For the style of the page. */
  readonly nonce: string;
  /** How far back, in words: `the last 7 days`. */
  readonly period: string;
}

/** A recorded request that is to be decided by the policies of a workspace. */
export interface AgainTask extends Pick<AnalysisTask, 'unsaved'> {
  readonly kind: 'again';
  /** Policy files of the workspace, and the folder of the workspace that each is in. */
  readonly found: readonly { readonly path: string; readonly workspace: string | undefined }[];
  /** Those that are open, the one that is looked at first. */
  readonly open: readonly string[];
  /** Files of the rules that decided then, as the gateway names them. */
  readonly named: readonly string[];
  readonly asked: AskedAgain;
}

/** Policies that could be published, and what would come of it. */
export interface PublishPlan {
  /** By their paths below their folder. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly folder: string;
  /** Somebody gets more, or it cannot be told that nobody does. */
  readonly widens: boolean;
  readonly summary: string;
}

/** What an analysis ends with. `lists`: of a what-if, the requests of each row of its page, in their order. */
export type AnalysisResult =
  | { readonly html: string; readonly plan?: PublishPlan; readonly lists?: readonly RequestList[] }
  /** How many rules of a file are others than in the base. */
  | { readonly drift: number; readonly same: boolean }
  /** Files that are to be saved before anything can be published. */
  | { readonly unsaved: readonly string[] }
  | { readonly trouble: string };

export type FromWorker =
  /** The next page may come. */
  { readonly want: true; readonly requests: number } | { readonly decided: DecidedAgain } | AnalysisResult;
