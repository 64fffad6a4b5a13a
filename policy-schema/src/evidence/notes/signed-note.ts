import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { fromBase64, toBase64 } from './base64.ts';
import { isKeyName, type VerifierKey } from './verifier-key.ts';

/** One signature line of a note: `— name base64(key id ‖ signature)`. */
export interface NoteSignature {
  readonly name: string;
  /** Of the key, in hex. */
  readonly id: string;
  readonly signature: Uint8Array;
}

/** A text with signatures (C2SP signed-note). */
export interface SignedNote {
  /** With the newline at its end: what is signed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export const formatNote = ({ text, signatures }: SignedNote): string =>
  `${text}\n${signatures.map(signatureLine).join('')}`;

const signatureLine = ({ name, id, signature }: NoteSignature): string =>
  `— ${name} ${toBase64(Uint8Array.of(...hexToBytes(id), ...signature))}\n`;

/** Undefined for what is no note, to the byte: text, an empty line, and lines that are signatures. */
export function parseNote(note: string): SignedNote | undefined {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n') || /(?!\n)\p{Cc}/u.test(note)) return undefined;
  const lines = note.slice(end + 2, -1).split('\n');
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const [, name = '', encoded = ''] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
    const bytes = fromBase64(encoded);
    if (!isKeyName(name) || bytes === undefined || bytes.length < 5) return undefined;
    signatures.push({ name, id: bytesToHex(bytes.subarray(0, 4)), signature: bytes.slice(4) });
  }
  return { text: note.slice(0, end + 1), signatures };
}

/** The signature that claims to be this key's. */
export const signatureOf = (
  { signatures }: SignedNote,
  { name, id }: VerifierKey,
): NoteSignature | undefined => signatures.find((one) => one.name === name && one.id === id);
