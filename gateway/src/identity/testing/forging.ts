import { createHmac, type KeyObject, sign } from 'node:crypto';

export type Claims = Record<string, unknown>;
export type Part = string | Claims | Buffer;

/** One segment of a token. */
export const encode = (part: Part): string => {
  const bytes = Buffer.isBuffer(part)
    ? part
    : Buffer.from(typeof part === 'string' ? part : JSON.stringify(part));
  return bytes.toString('base64url');
};
/** What a segment holds. */
export const decode = (segment: string | undefined): Claims =>
  JSON.parse(Buffer.from(segment ?? '', 'base64url').toString('utf8'));

/** Signs as JWS wants it (RFC 7518, 3.4). */
export const ecdsa =
  (key: KeyObject, hash = 'sha256') =>
  (data: string): Buffer =>
    sign(hash, Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' });
export const hmac =
  (secret: string | Buffer, hash = 'sha256') =>
  (data: string): Buffer =>
    createHmac(hash, secret).update(data).digest();
export const nothing = (): Buffer => Buffer.alloc(0);

/** A compact token of these parts. */
export const compact = (header: Part, payload: Part, signer: (data: string) => Buffer): string => {
  const data = `${encode(header)}.${encode(payload)}`;
  return `${data}.${signer(data).toString('base64url')}`;
};
