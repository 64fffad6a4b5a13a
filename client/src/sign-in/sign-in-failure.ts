import { AuthorizationResponseError, ClientError as LibraryError, ResponseBodyError } from 'openid-client';
import { ClientError } from '../errors/client-error.ts';

const next = 'Start again: vectorgate login';

/** What went wrong on the way to tokens, as our own error (`sign-in-failed`); anything else as it was. */
export function signInFailure(cause: unknown): unknown {
  if (cause instanceof AuthorizationResponseError || cause instanceof ResponseBodyError)
    return new ClientError(
      'sign-in-failed',
      `Signing in failed: ${cause.error_description ?? cause.error}.`,
      next,
      { cause },
    );
  if (cause instanceof LibraryError)
    return new ClientError('sign-in-failed', `Signing in failed: ${cause.message}.`, next, { cause });
  return cause;
}
