import { createServer } from 'node:http';
import { ClientError } from '../errors/client-error.ts';
import type { ReturnPath } from './return-path.ts';

const page = (title: string, sentence: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem}</style></head>
<body><main><h1>${title}</h1><p>${sentence}</p></main></body></html>
`;

/**
 * Waits on a free port of the loopback address for the browser to come back (RFC 8252, section 7.3). `waitMilliseconds` is
 * how long a person may take; `home` is where they go on, in words.
 */
export async function callbackServer(waitMilliseconds: number, home: string): Promise<ReturnPath> {
  const { promise: returned, resolve, reject } = Promise.withResolvers<URL>();
  // Whoever awaits gets the rejection; without anybody it must not end the process.
  returned.catch(() => {});
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const isCallback = request.method === 'GET' && url.pathname === '/callback';
    const failed = isCallback && url.searchParams.has('error');
    const body = !isCallback
      ? page('Nothing here', 'This address waits for a sign-in and shows nothing else.')
      : failed
        ? page('Not signed in', `Go back to ${home}: it says why.`)
        : page('Signed in', `You can close this window and go back to ${home}.`);
    response.writeHead(isCallback ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      connection: 'close',
    });
    response.end(body, () => {
      if (isCallback) resolve(url);
    });
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const timer = setTimeout(
    () =>
      reject(
        new ClientError(
          'sign-in-failed',
          'Nobody signed in within the time given.',
          'Start again: vectorgate login',
        ),
      ),
    waitMilliseconds,
  );
  return {
    redirectUri: `http://127.0.0.1:${port}/callback`,
    returned,
    close: () => {
      clearTimeout(timer);
      server.close();
      server.closeAllConnections();
    },
  };
}
