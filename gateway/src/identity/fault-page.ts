import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { page } from './pages/page.ts';

const statusOf = (error: unknown): number =>
  typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number'
    ? error.status
    : 500;

/** The last page of the sign-in pages: what went wrong is in the log, and nothing of it on the page. */
export function faultPage(log: Logger): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const status = statusOf(error);
    if (status >= 400 && status < 500) {
      res
        .status(status)
        .type('html')
        .send(
          page('This request cannot be read', [
            'It is too large or not of the form that this page sends.',
            'Go back and try again.',
          ]),
        );
      return;
    }
    log.error(
      { err: error, path: req.path.replace(/[A-Za-z0-9_-]{20,}/g, '…') },
      'a fault in the sign-in pages',
    );
    res
      .status(500)
      .type('html')
      .send(
        page('Signing in did not work', [
          'The gateway has a fault of its own; its log names the reason.',
          'Try again; if it stays so, tell the platform team.',
        ]),
      );
  };
}
