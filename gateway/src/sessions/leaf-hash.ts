import { hash } from 'node:crypto';

/** The leaf of a record: SHA-256(0x00 ‖ header bytes), as RFC 6962 section 2.1 has it. */
export function leafHash(header: Uint8Array): Buffer {
  const tagged = Buffer.allocUnsafe(header.length + 1);
  tagged[0] = 0;
  tagged.set(header, 1);
  return hash('sha256', tagged, 'buffer');
}
