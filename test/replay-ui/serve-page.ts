import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const materialColours = createRequire(import.meta.url).resolve(
  '@jupyterlab/apputils/style/materialcolors.css',
);
const folder = fileURLToPath(new URL('../../replay-ui', import.meta.url));
const jupyterThemes = fileURLToPath(
  new URL('../../.vectorgate/venv/share/jupyter/lab/themes/@jupyterlab', import.meta.url),
);

/** Nothing from elsewhere, no evaluation, no style attribute, no connection: what the elements must live with. */
export const strictPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html";

export interface ServedPage {
  readonly url: string;
  close(): Promise<void>;
}

/** The script of the stand-alone page, as an editor's host would bundle it. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'page/page.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
  });
  return outputFiles[0]!.text;
}

const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>VectorGate replay</title>
<link rel="stylesheet" href="/page.css"><link rel="stylesheet" href="/theme.css"><script type="module" src="/page.js"></script></head>
<body><main></main></body></html>`;
const css = 'html,body,main{height:100%;margin:0}';

/** Serves the stand-alone page on loopback. `map` and `theme` of the page's address choose the editor's variables. */
export async function servePage(): Promise<ServedPage> {
  const script = await bundle();
  const files: Readonly<Record<string, () => Promise<readonly [string, string]>>> = {
    '/': async () => ['text/html', html],
    '/page.js': async () => ['text/javascript', script],
    '/page.css': async () => ['text/css', css],
    '/favicon.ico': async () => ['image/x-icon', ''],
  };
  const theme = async (referer: string): Promise<readonly [string, string]> => {
    const asked = new URL(referer).searchParams;
    const kind = asked.get('theme') ?? 'light';
    if (asked.get('map') === 'jupyterlab') {
      const name = kind === 'high-contrast-dark' ? 'dark-high-contrast' : kind;
      const files = [materialColours, join(jupyterThemes, `theme-${name}-extension`, 'index.css')];
      return ['text/css', (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n')];
    }
    if (asked.get('map') === 'vscode')
      return ['text/css', await readFile(join(folder, 'testdata', 'themes', `vscode-${kind}.css`), 'utf8')];
    return ['text/css', ''];
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://page');
    const file =
      pathname === '/theme.css' ? () => theme(request.headers.referer ?? 'http://page/') : files[pathname];
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    file().then(
      ([type, body]) =>
        response
          .writeHead(200, {
            'content-type': `${type}; charset=utf-8`,
            'content-security-policy': strictPolicy,
          })
          .end(body),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
