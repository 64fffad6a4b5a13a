import { hash } from 'node:crypto';

/** What is hashed for the next node: 0x01, left, right. Written and hashed at once, so one serves all. */
const tagged = Buffer.allocUnsafeSlow(65);
tagged[0] = 1;

/** The hash of a node (RFC 6962 section 2.1) by OpenSSL: half of what it costs in JavaScript, once for each record. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  tagged.set(left, 1);
  tagged.set(right, 33);
  return hash('sha256', tagged, 'buffer');
}
