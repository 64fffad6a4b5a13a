import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { fromBase64, toBase64 } from './base64.ts';

/** A public key of signed notes, as C2SP signed-note has it: Ed25519 (RFC 8032) under a name. */
export interface VerifierKey {
  readonly name: string;
  /** The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key), in hex: tells keys of one name apart. */
  readonly id: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

const ed25519 = 1;

/** A name may hold no white space and no plus sign. */
export const isKeyName = (name: string): boolean => /^[^\s+]+$/u.test(name);

export function verifierKey(name: string, publicKey: Uint8Array): VerifierKey {
  const typed = Uint8Array.of(ed25519, ...publicKey);
  const hash = sha256
    .create()
    .update(utf8ToBytes(`${name}\n`))
    .update(typed)
    .digest();
  return { name, id: bytesToHex(hash.subarray(0, 4)), publicKey };
}

/** The text of a key: `name+id+base64(0x01 ‖ public key)`. */
export const formatVerifierKey = ({ name, id, publicKey }: VerifierKey): string =>
  `${name}+${id}+${toBase64(Uint8Array.of(ed25519, ...publicKey))}`;

/** Undefined when the text is no key, or one whose id is not its own. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const [, name = '', id = '', encoded = ''] =
    /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text) ?? [];
  const typed = fromBase64(encoded);
  if (typed === undefined || typed.length !== 33 || typed[0] !== ed25519) return undefined;
  const key = verifierKey(name, typed.slice(1));
  return key.id === id ? key : undefined;
}
