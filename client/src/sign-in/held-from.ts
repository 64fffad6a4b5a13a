import type { TokenEndpointResponse } from 'openid-client';
import { ClientError } from '../errors/client-error.ts';
import type { HeldTokens } from '../keeper/held-tokens.ts';

/** What is held of the gateway's answer. Throws `ClientError` code `sign-in-failed` without a refresh token. */
export function heldFrom(
  tokens: TokenEndpointResponse,
  of: Pick<HeldTokens, 'issuer' | 'clientId' | 'key'>,
): HeldTokens {
  if (tokens.refresh_token === undefined)
    throw new ClientError(
      'sign-in-failed',
      'The gateway gave no session that lasts.',
      'Look into the gateway’s log.',
    );
  return {
    ...of,
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
    expires: Date.now() + (tokens.expires_in ?? 0) * 1000,
  };
}
