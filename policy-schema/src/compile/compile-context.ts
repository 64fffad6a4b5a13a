import type { ConditionEngine } from '../condition/condition-engine.ts';
import type { MaskPattern } from '../decide/decision.ts';
import type { ClaimType } from '../operation/identity.ts';
import type { PolicyEnvironment } from './environment.ts';
import type { Path, PolicySource } from './policy-source.ts';

/** What the compilation of one document works with. */
export interface CompileContext {
  readonly source: PolicySource;
  /** Undefined: names of connections, issuers and claims cannot be checked here. */
  readonly environment: PolicyEnvironment | undefined;
  readonly claims: Readonly<Record<string, ClaimType | 'mixed'>> | undefined;
  readonly unsupported: readonly string[];
  /** Patterns of all policies by name; undefined for one that was not accepted. */
  readonly patterns: ReadonlyMap<string, MaskPattern | undefined>;
  readonly engine: ConditionEngine;
}

export type At = Path;
