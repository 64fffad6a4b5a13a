import { type ReturnTarget, returnTarget } from './return-target.ts';

/** The request of a sign-in, as far as it says where the code goes. */
export interface SignInRequest {
  readonly redirect_uri?: unknown;
  readonly state?: unknown;
}

/** Where the code of a sign-in ends up: behind the editors' redirect page, or at the loopback redirect itself. */
export function signInDestination(
  request: SignInRequest,
  controlUrl: string,
  editorOrigins: readonly string[],
): ReturnTarget {
  const { redirect_uri: redirect, state } = request;
  if (typeof redirect !== 'string') return { ok: false };
  if (redirect === `${controlUrl}/sign-in/return`)
    return typeof state === 'string' ? returnTarget(state, editorOrigins) : { ok: false };
  const url = URL.parse(redirect);
  return url === null ? { ok: false } : { ok: true, url, shown: url.href };
}
