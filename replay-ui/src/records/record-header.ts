/** One part of a target: exactly this name, all there are, no such part, or not known which. */
export interface Scope {
  readonly is: 'one' | 'every' | 'none' | 'unresolved';
  readonly name?: string;
}

export interface Target {
  readonly tenant: Scope;
  readonly database: Scope;
  readonly namespace: Scope;
  readonly collection: Scope;
}

/** A rule; file and line only where the gateway tells them to whoever reads. */
export interface RuleReference {
  readonly policy: string;
  readonly rule: string;
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
}

export interface MaskedField {
  readonly field: string;
  readonly method: string;
  /** Detectors that found something, when the mask looks inside of text. */
  readonly found?: readonly string[];
  /** Detectors of masks over texts that could not be looked through, and were hidden whole. */
  readonly sought?: readonly string[];
}

export interface MaskCount extends MaskedField {
  readonly count: number;
}

/** A field that was delivered as it is, and that policies mask for others. */
export interface LeftWhole {
  readonly field: string;
  /** What detectors find in it. */
  readonly found?: readonly string[];
  /** Absent where answers of this kind are not looked through: it may have been in it. */
  readonly count?: number;
}

export interface RecordedOperation {
  /** The store's own name for it. */
  readonly name: string;
  readonly classes: readonly string[];
  readonly targets: readonly Target[];
  readonly topK?: number;
  readonly page?: number;
  readonly records?: number;
  readonly fieldsFiltered?: readonly string[];
  /** Fields of the filter that rules added. */
  readonly fieldsRequired?: readonly string[];
}

export interface RecordedDecision {
  readonly effect: 'allow' | 'deny' | 'require-approval';
  readonly code?: string;
  readonly rules: readonly RuleReference[];
  readonly revision: { readonly digest: string; readonly commit?: string; readonly dirty?: boolean };
  readonly mode: 'enforce' | 'monitor';
  readonly monitored?: {
    readonly effect: string;
    readonly code?: string;
    readonly rules: readonly RuleReference[];
  };
}

/** The clear part of a record, as the gateway's API gives it out. It holds no values. */
export interface RecordHeader {
  /** ULID; a refusal's and a notice's "Decision …". */
  readonly id: string;
  /** `intent`: written before a change went to the store; `outcome`: its end, or any other operation. */
  readonly kind: 'intent' | 'outcome';
  readonly session: string;
  /** RFC 3339 with milliseconds, UTC. */
  readonly time: string;
  readonly who: {
    readonly issuer: string;
    readonly subject: string;
    readonly name?: string;
    readonly kind: 'person' | 'service';
    readonly groups: readonly string[];
  };
  readonly client: { readonly agent?: string; readonly session?: string; readonly address: string };
  readonly connection: string;
  readonly store: string;
  readonly operations: readonly RecordedOperation[];
  readonly decision: RecordedDecision;
  /** Set where the record is about the records themselves (a session forgotten, a key changed). */
  readonly evidence?: unknown;
  /** Set where the record is a reviewer’s note, which is no step of the session beside which it stands. */
  readonly note?: unknown;
  /** Set where the record says that somebody looked at records. */
  readonly reviewed?: unknown;
  readonly masked: readonly MaskCount[];
  /** Absent where nothing was. */
  readonly unmasked?: readonly LeftWhole[];
  readonly changes: readonly string[];
  readonly outcome?: 'delivered' | 'refused' | 'failed' | 'unknown';
  readonly status?: number;
  readonly milliseconds?: number;
  readonly sizes: { readonly request: number; readonly response: number };
  readonly parts: readonly { readonly name: string; readonly hash: string; readonly size: number }[];
}

/** A record that a search found; a refused one has the words that the person read. */
export interface FoundRecord extends RecordHeader {
  readonly reason?: { readonly what: string; readonly next: string };
}
