import type { BindingKey, HeldTokens } from '@vectorgate/client';

/** What the editor's secret storage keeps for one gateway. */
export interface KeptSession {
  readonly tokens: HeldTokens;
  /** New for each sign-in: other windows tell by it whether it is still the same. */
  readonly id: string;
}

/** Key of the secret of a gateway (its origin). */
export const secretKey = (gateway: string): string => `vectorgate.session ${gateway}`;

// The client library's own look would load all of it at the editor's start.
const isKey = (value: unknown): value is BindingKey =>
  typeof value === 'object' && value !== null && 'kty' in value && value.kty === 'EC' && 'd' in value;

/** Reads a kept secret. What cannot be understood, a lost or a foreign one, means "sign in again" and nothing worse. */
export function readKept(secret: string | undefined): KeptSession | undefined {
  try {
    const kept: unknown = JSON.parse(secret ?? '');
    if (typeof kept !== 'object' || kept === null || !('tokens' in kept) || !('id' in kept)) return undefined;
    const { tokens, id } = kept;
    if (typeof id !== 'string' || typeof tokens !== 'object' || tokens === null) return undefined;
    const { issuer, clientId, accessToken, refreshToken, key, expires }: Partial<Record<string, unknown>> = {
      ...tokens,
    };
    if (typeof issuer !== 'string' || typeof clientId !== 'string') return undefined;
    if (typeof accessToken !== 'string' || typeof refreshToken !== 'string') return undefined;
    if (typeof expires !== 'number' || !isKey(key)) return undefined;
    return { id, tokens: { issuer, clientId, accessToken, refreshToken, key, expires } };
  } catch {
    return undefined;
  }
}
