import type { HeldTokens } from '@vectorgate/client';

/** What the editor's secret storage keeps for one gateway. */
export interface KeptSession {
  readonly tokens: HeldTokens;
  /** New for each sign-in: other windows tell by it whether it is still the same. */
  readonly id: string;
}

/** Key of the secret of a gateway (its origin). */
export const secretKey = (gateway: string): string => `vectorgate.session ${gateway}`;

/** Reads a kept secret. What cannot be understood, a lost or a foreign one, means "sign in again" and nothing worse. */
export function readKept(secret: string | undefined): KeptSession | undefined {
  try {
    const kept: unknown = JSON.parse(secret ?? '');
    if (typeof kept !== 'object' || kept === null || !('tokens' in kept) || !('id' in kept)) return undefined;
    const { tokens, id } = kept;
    if (typeof id !== 'string' || typeof tokens !== 'object' || tokens === null) return undefined;
    if (!('issuer' in tokens && 'accessToken' in tokens && 'refreshToken' in tokens && 'expires' in tokens))
      return undefined;
    const { issuer, accessToken, refreshToken, expires } = tokens;
    if (typeof issuer !== 'string' || typeof accessToken !== 'string') return undefined;
    if (typeof refreshToken !== 'string' || typeof expires !== 'number') return undefined;
    return { id, tokens: { issuer, accessToken, refreshToken, expires } };
  } catch {
    return undefined;
  }
}
