// Writes lib/, which the labextension's builder takes: our own TypeScript, also of the packages beside it, in pieces
// that are loaded when they are needed. What comes from npm stays outside, but for the workers, which share nothing.
import { cp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = dirname(fileURLToPath(import.meta.url));
const lib = join(folder, 'lib');
const require = createRequire(import.meta.url);
const common = {
  outdir: lib,
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  logLevel: 'warning',
};

/** What comes from npm is the builder's: JupyterLab has most of it already. What is ours is TypeScript. */
const fromNpm = {
  name: 'from-npm',
  setup({ onResolve }) {
    onResolve({ filter: /^[^.]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@vectorgate/') ? undefined : { path, external: true },
    );
  },
};

await rm(lib, { recursive: true, force: true });
await build({
  ...common,
  entryPoints: [join(folder, 'src', 'index.ts')],
  splitting: true,
  plugins: [fromNpm],
});
for (const worker of [
  join('policies', 'worker', 'policy-worker.ts'),
  join('archives', 'worker', 'archive-worker.ts'),
])
  await build({
    ...common,
    entryPoints: [join(folder, 'src', worker)],
    minify: true,
    legalComments: 'none',
  });
// SQLite's own program, which the archives' worker runs.
await cp(require.resolve('sql.js/dist/sql-wasm-browser.wasm'), join(lib, 'sql-wasm.wasm'));
