import type { RequestHandler } from 'express';
import { pageStyleHash } from './pages/page.ts';

/** For every answer of the control plane: nothing is cached, framed, sniffed or told to other sites. */
export const securityHeaders: RequestHandler = (_req, res, next) => {
  res.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': `default-src 'none'; style-src ${pageStyleHash}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  });
  res.removeHeader('X-Powered-By');
  next();
};
