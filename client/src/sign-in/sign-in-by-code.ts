import { initiateDeviceAuthorization, pollDeviceAuthorizationGrant } from 'openid-client';
import { ClientError } from '../errors/client-error.ts';
import type { HeldTokens } from '../keeper/held-tokens.ts';
import { newBindingKey, proofOf } from './binding-key.ts';
import { heldFrom } from './held-from.ts';
import { oauthClient } from './oauth-client.ts';
import { signInFailure } from './sign-in-failure.ts';

/** What a person needs to sign in on another device. */
export interface DeviceCode {
  /** To be typed, e.g. `BDWD-HQPK`. */
  readonly code: string;
  /** Where it is typed: an `http:` or `https:` address. */
  readonly address: string;
  /** How long it counts, in seconds. */
  readonly seconds: number;
}

export interface CodeSignInOptions {
  /** Default: the command line. */
  readonly clientId?: string;
  /** Gives up. */
  readonly signal?: AbortSignal;
}

/** Whether the gateway allows sign-in by device code, as its OAuth face says. Throws `ClientError` code `gateway-answer`. */
export async function allowsCodes(issuer: string, clientId = 'vectorgate-cli'): Promise<boolean> {
  const client = await oauthClient({ issuer, clientId });
  return client.serverMetadata().device_authorization_endpoint !== undefined;
}

/**
 * Signs in by a code that the person types on another device (RFC 8628), bound to a new key (RFC 9449). `show` gets the
 * code; it is compared on the gateway's page, so no address that carries it is ever shown. Throws `ClientError` code
 * `sign-in-failed`.
 */
export async function signInByCode(
  issuer: string,
  show: (code: DeviceCode) => void,
  { clientId = 'vectorgate-cli', signal }: CodeSignInOptions = {},
): Promise<HeldTokens> {
  const client = await oauthClient({ issuer, clientId });
  if (client.serverMetadata().device_authorization_endpoint === undefined)
    throw new ClientError(
      'sign-in-failed',
      `The gateway at ${new URL(issuer).host} allows no sign-in by code.`,
      'Sign in by the browser: vectorgate login. An administrator may set deviceCode: true in the gateway’s configuration.',
    );
  try {
    const begun = await initiateDeviceAuthorization(client, { scope: 'openid' });
    const address = new URL(begun.verification_uri);
    if (address.origin !== new URL(issuer).origin)
      throw new ClientError(
        'sign-in-failed',
        'The gateway names a page of another site to type the code in.',
        'Tell the platform team; do not type the code there.',
      );
    show({ code: begun.user_code, address: address.href, seconds: begun.expires_in });
    const key = await newBindingKey();
    const tokens = await pollDeviceAuthorizationGrant(client, begun, undefined, {
      DPoP: await proofOf(client, key),
      ...(signal && { signal }),
    });
    return heldFrom(tokens, { issuer, clientId, key });
  } catch (cause) {
    throw signInFailure(cause);
  }
}
