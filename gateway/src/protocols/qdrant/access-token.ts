import { SignJWT } from 'jose';

/** How long a token counts, in seconds: one request, clocks that differ included. */
const life = 60;

/**
 * A token of Qdrant's own kind (HS256, signed with the server's API key, `jwt_rbac`) that allows what `scope` says and no
 * more. @throws TypeError for a request without a scope: nobody decided what it may do
 */
export async function mintAccessToken(apiKey: string, scope: string | undefined): Promise<string> {
  if (scope === undefined) throw new TypeError('a request to Qdrant without a scope');
  const claims = JSON.parse(scope) as Record<string, unknown>;
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setExpirationTime(Math.floor(Date.now() / 1000) + life)
    .sign(Buffer.from(apiKey));
}
