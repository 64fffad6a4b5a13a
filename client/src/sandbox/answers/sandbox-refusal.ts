const kinds = ['unauthenticated', 'forbidden', 'unreadable', 'not-found', 'unavailable'] as const;

/** Who is at fault, in the gate's own words. */
export type RefusalKind = (typeof kinds)[number];

/** The kind that a record names; undefined where it names none. */
export const refusalKind = (value: unknown): RefusalKind | undefined => kinds.find((kind) => kind === value);

/** A refusal that is in no store's shape yet. */
export interface SandboxRefusal {
  readonly kind: RefusalKind;
  /** What was refused and why, without the product's name. */
  readonly what: string;
  /** What to do next. */
  readonly next: string;
  /** The decision that refused it when it was recorded. */
  readonly decision?: string;
  /** The change may have been made. */
  readonly doubtful?: boolean;
}
