// Bundles the extension and lays out what the VSIX carries in dist/vsix, which an editor also takes as it is.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = dirname(fileURLToPath(import.meta.url));
const out = join(folder, 'dist', 'vsix');
const shim = join(folder, '..', 'extension-jupyter', 'vectorgate_shim');
/** Bytes. What is larger is slower to load in every window. */
const mostBytes = 400_000;

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const bundle = join(out, 'dist', 'extension.cjs');
await build({
  entryPoints: [join(folder, 'src', 'extension.ts')],
  outfile: bundle,
  bundle: true,
  // What is imported late is also evaluated late.
  format: 'cjs',
  platform: 'node',
  target: 'node22',
  external: ['vscode'],
  minify: true,
  legalComments: 'eof',
  logLevel: 'warning',
});
const { length } = await readFile(bundle);
if (length > mostBytes) throw new Error(`The bundle has ${length} bytes; the limit is ${mostBytes}.`);

const {
  type: _,
  private: __,
  scripts: ___,
  dependencies: ____,
  devDependencies: _____,
  ...manifest
} = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
const copied = ['README.md', 'CHANGELOG.md', 'LICENSE', 'media', 'walkthrough'];
const written = {
  ...manifest,
  // npm knows it by a scoped name, editors as publisher.name.
  name: 'vectorgate',
  repository: undefined,
  // All there is: without a word on it the packer warns of what might come along.
  files: ['dist', 'vectorgate_shim', ...copied],
};
await writeFile(join(out, 'package.json'), `${JSON.stringify(written, null, 2)}\n`);
for (const name of copied) await cp(join(folder, name), join(out, name), { recursive: true });
// There is one shim: these are the JupyterLab extension's files.
await cp(shim, join(out, 'vectorgate_shim'), {
  recursive: true,
  filter: (path) => !/__pycache__|\.pyc$|\/tests?$/.test(path),
});
process.stdout.write(`${bundle} (${Math.round(length / 1000)} kB)\n`);
