import { allowInsecureRequests, type Configuration, discovery, None } from 'openid-client';
import { isLoopback } from '../discovery/gateway-url.ts';
import { ClientError } from '../errors/client-error.ts';

/** The command line's name at the gateway's OAuth face: a public client, PKCE required. */
export const clientId = 'vectorgate-cli';

/** Reads the gateway's OAuth face. Plain HTTP is spoken to the loopback address only. */
export async function oauthClient(issuer: string): Promise<Configuration> {
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
