import type { Request } from 'express';

/**
 * Whether a form was sent by one of our own pages. Every browser says where a form comes from (`Origin`), most also how
 * near that is (`Sec-Fetch-Site`); another site's form cannot answer for the person.
 */
export function isFromOwnPage(req: Request, ownOrigin: string): boolean {
  const site = req.headers['sec-fetch-site'];
  return req.headers.origin === ownOrigin && (site === undefined || site === 'same-origin');
}
