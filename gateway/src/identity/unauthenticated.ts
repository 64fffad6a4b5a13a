import { Refusal } from '../pipeline/refusal.ts';

const signIn = 'Click "VectorGate: sign in" in the status bar and run the cell again.';
const freshToken = 'Get a fresh token from the issuer and run it again.';
const refusal = (code: string, what: string, next: string, cause?: unknown): Refusal =>
  new Refusal('unauthenticated', code, what, next, {}, { cause });

/** Signed out, revoked, disabled at the provider, or past its absolute end. */
export const sessionEnded = (): Refusal => refusal('sign-in-ended', 'your sign-in has ended.', signIn);

/** A person's access token past its end. */
export const tokenExpired = (cause: unknown): Refusal =>
  refusal('token-expired', 'your sign-in token has expired.', signIn, cause);

/** A workload's token past its end. */
export const workloadTokenExpired = (issuer: string, cause: unknown): Refusal =>
  refusal('token-expired', `this workload’s token of ${issuer} has expired.`, freshToken, cause);

/** Not of the shape of a token, or of nobody whom this gateway trusts. Which of the two is not told. */
export const tokenUnknown = (): Refusal =>
  refusal(
    'token-unknown',
    'the token that came with this request is not one that this gateway takes.',
    signIn,
  );

/** Signature, audience, type or a claim is wrong. Which one is for the log. */
export const tokenRefused = (cause: unknown): Refusal =>
  refusal('token-refused', 'the token that came with this request does not count here.', signIn, cause);

/** As `tokenRefused`, for workloads. */
export const workloadTokenRefused = (issuer: string, cause: unknown): Refusal =>
  refusal(
    'token-refused',
    `this workload’s token of ${issuer} does not count here.`,
    'Ask the issuer for an access token with this gateway’s audience.',
    cause,
  );

/** Nobody can tell now whether the token is good: not the caller's fault. */
export const issuerUnreachable = (issuer: string, cause: unknown): Refusal =>
  new Refusal(
    'unavailable',
    'issuer-unreachable',
    `the token could not be checked: the issuer ${issuer} does not answer.`,
    'Run it again in a moment; if it stays so, tell the platform team.',
    {},
    { cause },
  );
