// Makes lib/ from src/ for JupyterLab's builder: our own packages go in, what JupyterLab shares stays out. What is imported
// late stays a file of its own, which the browser reads when it is first needed.
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = dirname(fileURLToPath(import.meta.url));
const out = join(folder, 'lib');

/** Packages but our own: the builder knows which of them JupyterLab brings along. */
const packages = {
  name: 'packages',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@vectorgate/') ? undefined : { path, external: true },
    );
  },
};

await rm(out, { recursive: true, force: true });
await build({
  entryPoints: [join(folder, 'src', 'index.ts')],
  outdir: out,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  plugins: [packages],
  logLevel: 'warning',
});
