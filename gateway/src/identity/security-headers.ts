import type { RequestHandler } from 'express';
import { pageStyleHash } from './pages/page.ts';

/**
 * The policy of our pages. `formTargets` are origins that a form's answer may be redirected to: browsers hold the whole
 * chain of redirects after a form against `form-action`.
 */
export const contentSecurityPolicy = (formTargets: readonly string[] = []): string =>
  `default-src 'none'; style-src ${pageStyleHash}; form-action ${["'self'", ...formTargets].join(' ')}; base-uri 'none'; frame-ancestors 'none'`;

/** For every answer of the control plane: nothing is cached, framed, sniffed or told to other sites. */
export const securityHeaders: RequestHandler = (_req, res, next) => {
  res.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': contentSecurityPolicy(),
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  });
  res.removeHeader('X-Powered-By');
  next();
};
