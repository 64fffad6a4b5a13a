import type { RequiredFilter } from '../operation/filter.ts';

export type Effect = 'allow' | 'deny' | 'guard' | 'require-approval';
export type MaskMethod = 'redact' | 'partial' | 'hash' | 'tokenize' | 'nullify' | 'drop';
/** The detectors that are built in; policies add patterns of their own. */
export type DetectorName =
  | 'email'
  | 'phone'
  | 'credit-card'
  | 'iban'
  | 'us-ssn'
  | 'ip'
  | 'person-name'
  | 'place'
  | 'street-address';

/** A pattern of a policy, checked: its name, and the source of a JavaScript regular expression to run without flags. */
export interface MaskPattern {
  readonly name: string;
  readonly expression: string;
}

/** One entry of a guard's `mask` list that binds. Join several with `joinMasks`. */
export interface MaskObligation {
  readonly fields:
    | { readonly paths: readonly string[] }
    | { readonly all: true; readonly except: readonly string[] };
  readonly method: MaskMethod;
  readonly keepFirst?: number;
  readonly keepLast?: number;
  /** Absent: the whole value. Present: only what these find in text: built-in detectors, and `patterns` by name. */
  readonly detectors?: readonly string[];
  /** Those of the detectors that are patterns of policies. */
  readonly patterns?: readonly MaskPattern[];
  readonly filterable: boolean;
  readonly rule: RuleReference;
}

/** A rate to charge once the whole request is allowed: one bucket per rule and subject; all or none. */
export interface RateObligation {
  readonly rule: RuleReference;
  readonly count: number;
  readonly windowSeconds: number;
}

/** What an allowed operation still owes. */
export interface Obligations {
  /** And-ed to the caller's filter at the root of every query. */
  readonly filter?: RequiredFilter;
  /** Set search's top-k to this (`onExceed: lower`). */
  readonly topK?: number;
  readonly masks: readonly MaskObligation[];
  readonly rates: readonly RateObligation[];
  /** Collections that a `list` may show: those for which this says true. Absent: all. */
  readonly visible?: (
    tenant: string | undefined,
    database: string | undefined,
    collection: string,
  ) => boolean;
}

export interface RuleReference {
  readonly policy: string;
  readonly rule: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

export type Match = 'yes' | 'no' | 'unknown';

/** One rule that mattered, with why. Holds no values but the caller's own claims and the numbers of limits. */
export interface TraceStep {
  readonly rule: RuleReference;
  readonly effect: Effect;
  readonly match: Match;
  /** `applied`, `limit-exceeded`, `filter-claim-missing`, `condition-error`, … a stable code. */
  readonly outcome: string;
  /** One sentence for people. */
  readonly text: string;
}

/** Stable codes of refusals by policy. */
export type DecisionCode =
  | 'no-permit'
  | 'denied'
  | 'limit-exceeded'
  | 'filter-claim-missing'
  | 'masked-field-referenced'
  | 'masked-field-written'
  | 'written-outside-filter'
  | 'approval-unavailable'
  | 'guard-would-be-shed'
  | 'rate-exceeded';

/** Why policy refuses, in words for the caller (UI.md, Texts). */
export interface DecisionRefusal {
  readonly code: DecisionCode;
  /** Index of the operation within the request. */
  readonly operation: number;
  readonly rule?: RuleReference;
  /** The whole first line without the leading "VectorGate: ". */
  readonly message: string;
  /** What to do next, one sentence, without the decision id. */
  readonly next: string;
  /** The caller gave an id and may not see whose it is: the name stays out of what they are told. */
  readonly unseen?: true;
}

export interface OperationDecision {
  readonly effect: 'allow' | 'deny' | 'require-approval';
  readonly obligations: Obligations;
  readonly trace: readonly TraceStep[];
  readonly refusal?: DecisionRefusal;
}

/** Which policies decided. */
export interface Revision {
  /** SHA-256 over the sorted documents, hex. */
  readonly digest: string;
  readonly commit?: string;
  readonly dirty?: boolean;
}

/** A request's decision: one refusal refuses all (combining, point 1). */
export interface RequestDecision {
  readonly effect: 'allow' | 'deny' | 'require-approval';
  readonly revision: Revision;
  readonly operations: readonly OperationDecision[];
  readonly refusal?: DecisionRefusal;
  /** The decision with monitored rules counted in, when there are any and it differs. Recorded, not enforced. */
  readonly monitored?: Omit<RequestDecision, 'monitored'>;
}
