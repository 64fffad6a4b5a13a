import type { Condition } from '../condition/condition.ts';
import type { Effect, MaskObligation, RateObligation, RuleReference, TraceStep } from '../decide/decision.ts';
import type { Scalar } from '../operation/filter.ts';
import type { Glob } from './glob.ts';

/** A name that belongs to an issuer; without one, to the people of the connection. */
export interface IssuedName {
  readonly issuer: string | undefined;
  readonly name: string;
}

/** Who, without what is excepted. Undefined lists are not asked about. */
export interface WhoSelector {
  /** False: none of groups, subjects, services and issuers is given, so that the list holds for everybody. */
  readonly listed: boolean;
  readonly groups: readonly IssuedName[];
  readonly subjects: readonly IssuedName[];
  readonly services: readonly IssuedName[];
  readonly issuers: readonly string[];
  readonly claims: readonly { readonly name: string; readonly values: readonly Scalar[] }[];
}

export interface PrincipalSelector extends WhoSelector {
  readonly except: WhoSelector | undefined;
}

/** Where, without what is excepted. Undefined keys are not asked about. */
export interface PlaceSelector {
  readonly connections: readonly string[] | undefined;
  readonly tenants: readonly Glob[] | undefined;
  readonly databases: readonly Glob[] | undefined;
  readonly namespaces: readonly Glob[] | undefined;
  readonly collections: readonly Glob[] | undefined;
}

export interface ResourceSelector extends PlaceSelector {
  readonly except: PlaceSelector | undefined;
}

/** One field of a required filter: a literal, several, or the caller's claim. */
export type FilterTerm =
  | { readonly field: string; readonly is: 'eq'; readonly value: Scalar }
  | { readonly field: string; readonly is: 'in'; readonly value: readonly Scalar[] }
  | { readonly field: string; readonly is: 'claim'; readonly claim: string };

export interface RuleLimits {
  readonly topK?: number;
  readonly page?: number;
  readonly records?: number;
  readonly lower: boolean;
}

/** A policy as texts mention it. */
export interface PolicyFacts {
  readonly name: string;
  /** Whom a refused caller is told to ask: the contact, else the owner. */
  readonly contact: string | undefined;
}

/** A rule as decisions read it. */
export interface CompiledRule {
  readonly reference: RuleReference;
  readonly policy: PolicyFacts;
  readonly effect: Effect;
  readonly monitored: boolean;
  /** One bit per class; all bits when the rule names none. */
  readonly classes: number;
  readonly principals: PrincipalSelector | undefined;
  readonly resources: ResourceSelector | undefined;
  readonly limits: RuleLimits | undefined;
  readonly filter: readonly FilterTerm[] | undefined;
  readonly masks: readonly MaskObligation[];
  readonly rate: RateObligation | undefined;
  readonly when: Condition | undefined;
  /** Milliseconds since the epoch from which a permit no longer holds. */
  readonly expires: number | undefined;
  readonly message: string | undefined;
  /** Whom to ask for approval, as written. */
  readonly approvers: readonly string[];
  /** The trace step of the rule when it matches and applies: the same for every decision. */
  readonly applied: TraceStep;
}
