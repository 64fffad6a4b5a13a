import { GateError } from '../errors/gate-error.ts';

/** Who is at fault decides how a store's client is told; a store folder maps each to its own shape. */
export type RefusalKind =
  /** Nobody is signed in, or the token no longer counts. */
  | 'unauthenticated'
  /** Policy said no. */
  | 'forbidden'
  /** The request cannot be read strictly, or names something the store's table does not know. */
  | 'unreadable'
  /** What is asked for is not there (an unknown collection id). */
  | 'not-found'
  /** The store did not answer, or the gateway cannot record. */
  | 'unavailable';

/** A refusal on its way to the caller, still in no store's shape. Thrown by store folders and the pipeline. */
export class Refusal extends GateError {
  readonly kind: RefusalKind;
  /** First line, without "VectorGate: " and without the decision id. */
  readonly what: string;
  /** Second line: what to do next. */
  readonly next: string;
  /** True when the store may have done what was asked all the same. */
  readonly doubtful: boolean;

  constructor(
    kind: RefusalKind,
    code: string,
    what: string,
    next: string,
    detail: Readonly<Record<string, string | number | boolean>> = {},
    options?: { cause?: unknown; doubtful?: boolean },
  ) {
    super(code, what, detail, options);
    this.doubtful = options?.doubtful ?? false;
    this.kind = kind;
    this.what = what;
    this.next = next;
  }

  /** The same, for a change that had gone to the store: nobody knows whether it was made. */
  inDoubt(): Refusal {
    return new Refusal(
      this.kind,
      this.code,
      this.what.replace(/^the request was refused/, 'the answer was not delivered'),
      'The change may have been made: look at what is stored before you run it again. If it lasts, tell the platform team.',
      this.detail,
      { cause: this.cause, doubtful: true },
    );
  }

  /** The two lines a person reads (UI.md, Texts). */
  text(decision?: string): string {
    return `VectorGate: ${this.what}\n${this.next}${decision === undefined ? '' : ` Decision ${decision}.`}`;
  }
}
