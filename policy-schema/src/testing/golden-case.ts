import type { CaseIdentity, CaseOperation } from './build-input.ts';

/** What a golden case expects. Only what is named is compared, but the effect always is. */
export interface Expected {
  readonly effect: 'allow' | 'deny' | 'require-approval';
  readonly code?: string;
  readonly rule?: string;
  readonly message?: string;
  readonly next?: string;
  /** The required filter in words, or `none`. */
  readonly filter?: string;
  readonly topK?: number | 'none';
  /** Field to joined mask in words, or `none`. */
  readonly masks?: Readonly<Record<string, string>>;
  readonly rates?: readonly string[];
  readonly visible?: Readonly<Record<string, boolean>>;
  readonly monitored?: 'none' | { readonly effect: string; readonly code?: string };
  /** Steps that the trace has, as `rule outcome`. */
  readonly trace?: readonly string[];
}

export interface GoldenSet {
  readonly rules: readonly object[];
  /** Codes of the problems for which the rules do not load. */
  readonly problems?: readonly string[];
  readonly cases?: readonly {
    readonly name: string;
    readonly identity?: CaseIdentity;
    readonly operation?: CaseOperation;
    readonly operations?: readonly CaseOperation[];
    readonly expect: Expected;
  }[];
}

export interface GoldenFile extends GoldenSet {
  readonly title: string;
  readonly sets?: readonly GoldenSet[];
}
