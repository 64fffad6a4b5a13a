import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { cookiePrefix } from './oauth-face.ts';

/** Ids of browsers, kept in a cookie of theirs. An id names no person and opens nothing but the sign-out page. */
export interface BrowserIds {
  /** The id that the browser has; undefined where it has none of ours. */
  of(req: Request): string | undefined;
  /** Gives it another one: what was known of it before, perhaps to somebody else, is worth nothing then. */
  renew(res: Response): string;
}

/** The cookie's name is bound to the gateway's address, and over TLS to this very host (`__Host-`). */
export function browserIds(controlUrl: string): BrowserIds {
  const secure = controlUrl.startsWith('https:');
  const name = `${secure ? '__Host-' : ''}${cookiePrefix(controlUrl)}_browser`;
  return {
    of: (req) => {
      for (const cookie of (req.headers.cookie ?? '').split(/;\s*/)) {
        const value = cookie.startsWith(`${name}=`) ? cookie.slice(name.length + 1) : '';
        if (/^[A-Za-z0-9_-]{43}$/.test(value)) return value;
      }
      return undefined;
    },
    renew: (res) => {
      const made = randomBytes(32).toString('base64url');
      res.cookie(name, made, { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: 86_400_000 });
      return made;
    },
  };
}
