import { exitCodes } from './exit-codes.ts';

const codes = [
  'gateway-unknown',
  'gateway-unreachable',
  'gateway-answer',
  'gateway-data-address',
  'gateway-not-secure',
  'signed-out',
  'sign-in-failed',
  'workload-token',
  'refused',
  'not-found',
  'keeper-failed',
  'platform',
  'command-failed',
  'command-unclear',
  'no-records',
  'not-confirmed',
  'no-key',
  'no-checkpoints',
  'query-unreadable',
  'searches-unreadable',
  'name-unfit',
  'too-many-searches',
  'export-unclear',
  'export-failed',
  'file-exists',
  'file-unwritable',
  'test-unclear',
  'test-impossible',
  'comparison-unclear',
  'no-archive',
  'policies-unfit',
  'policies-widen',
  'key-unreadable',
] as const;

/** Stable codes of what can go wrong on a person's side. */
export type ClientErrorCode = (typeof codes)[number];

/** The code that a text is, or undefined. */
export const clientErrorCode = (text: unknown): ClientErrorCode | undefined =>
  codes.find((code) => code === text);

const exits: Readonly<Partial<Record<ClientErrorCode, number>>> = {
  'gateway-unreachable': exitCodes.unreachable,
  'signed-out': exitCodes.signedOut,
  'sign-in-failed': exitCodes.signedOut,
  'workload-token': exitCodes.signedOut,
  refused: exitCodes.refused,
  'not-found': exitCodes.refused,
  'command-failed': exitCodes.noCommand,
  'not-confirmed': exitCodes.usage,
  'query-unreadable': exitCodes.usage,
  'name-unfit': exitCodes.usage,
  'export-unclear': exitCodes.usage,
  'file-exists': exitCodes.usage,
  'policies-widen': exitCodes.widened,
  'key-unreadable': exitCodes.usage,
  'command-unclear': exitCodes.usage,
  'test-unclear': exitCodes.usage,
  'comparison-unclear': exitCodes.usage,
};

/** The base of every expected failure: what happened, and what to do next. Its texts quote no token. */
export class ClientError extends Error {
  readonly code: ClientErrorCode;
  readonly next: string;

  constructor(code: ClientErrorCode, message: string, next: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ClientError';
    this.code = code;
    this.next = next;
  }

  /** What the command line ends with. */
  get exitCode(): number {
    return exits[this.code] ?? exitCodes.trouble;
  }
}
