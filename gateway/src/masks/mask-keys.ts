import { deriveKey } from '../master-key.ts';

/** Keys of the masks of one connection, 32 bytes each. */
export interface MaskKeys {
  /** Of `hash`: the same for all connections of a gateway. */
  readonly hash: Uint8Array;
  /** Of `tokenize`: of this connection alone. */
  readonly token: Uint8Array;
}

/**
 * The keys of a connection's masks, derived from the master key (HKDF-SHA-256, RFC 5869). Gateways that share a master
 * key and a connection's name write the same tokens; another master key, or another name, means other tokens. The
 * label's version changes when the making of tokens does.
 */
export const maskKeys = (masterKey: Uint8Array, connection: string): MaskKeys => ({
  hash: deriveKey(masterKey, 'hash mask'),
  token: deriveKey(masterKey, `tokenize mask v1 of connection ${connection}`),
});
