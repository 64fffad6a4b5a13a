import { allowInsecureRequests, type Configuration, discovery, None } from 'openid-client';
import { isLoopback } from '../discovery/gateway-url.ts';
import { ClientError } from '../errors/client-error.ts';
import type { HeldTokens } from '../keeper/held-tokens.ts';

/**
 * Reads the gateway's OAuth face for one of its public clients (PKCE required). Plain HTTP is spoken to the loopback
 * address only. Throws `ClientError` code `gateway-answer`.
 */
export async function oauthClient({
  issuer,
  clientId,
}: Pick<HeldTokens, 'issuer' | 'clientId'>): Promise<Configuration> {
  const url = new URL(issuer);
  try {
    return await discovery(
      url,
      clientId,
      undefined,
      None(),
      isLoopback(url) ? { execute: [allowInsecureRequests] } : undefined,
    );
  } catch (cause) {
    throw new ClientError(
      'gateway-answer',
      `The sign-in of ${url.origin} does not answer as it should.`,
      'Look into the gateway’s log.',
      { cause },
    );
  }
}
