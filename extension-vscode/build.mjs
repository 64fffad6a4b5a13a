// Bundles the extension and lays out what the VSIX carries in dist/vsix, which an editor also takes as it is.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const folder = dirname(fileURLToPath(import.meta.url));
const out = join(folder, 'dist', 'vsix');
const shim = join(folder, '..', 'extension-jupyter', 'vectorgate_shim');
/**
 * Bytes of each bundle. What is larger is slower to load: the extension in every window, the others with the first policy or
 * session.
 */
const mostBytes = {
  extension: 400_000,
  'policy-client': 470_000,
  'policy-server': 950_000,
  // A thread for comparisons, with the policy engine in it.
  'policy-analysis': 900_000,
  player: 250_000,
  archive: 250_000,
  // SQLite's own program is a file beside it.
  'archive-thread': 150_000,
  'make-policy-test': 150_000,
  'publish-policies': 150_000,
  'export-records': 150_000,
  // The same for VS Code for the Web. There the extension is one file: of it the client of the language server is all but 20 kB.
  'extension.web': 430_000,
  'policy-server.web': 950_000,
  'archive-worker.web': 150_000,
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const sources = {
  extension: join('src', 'extension.ts'),
  'policy-client': join('src', 'policies', 'policy-client.ts'),
  'policy-server': join('src', 'policies', 'policy-server.ts'),
  'policy-analysis': join('src', 'policies', 'analysis', 'analysis-worker.ts'),
  'archive-thread': join('src', 'archives', 'archive-thread.ts'),
  'make-policy-test': join('src', 'decisions', 'make-policy-test.ts'),
  'publish-policies': join('src', 'policies', 'live', 'publish-policies.ts'),
  'export-records': join('src', 'sessions', 'export-records.ts'),
};
/** For Node the package names its CommonJS, of which nothing can be left out: 17 kB of the language server. */
const yamlModules = join(dirname(require.resolve('yaml/package.json')), 'browser', 'index.js');
/** What few windows need are files of their own: the client of the language server, and what makes tests of decisions. */
const apart = {
  name: 'apart',
  setup({ onResolve }) {
    onResolve(
      { filter: /\/(policy-client|make-policy-test|publish-policies|export-records)\.ts$/ },
      ({ kind, path }) =>
        kind === 'entry-point' ? undefined : { path: `./${basename(path, '.ts')}.cjs`, external: true },
    );
  },
};
const sizes = [];
const keepSmall = async (name, outfile) => {
  const { length } = await readFile(outfile);
  if (length > mostBytes[name])
    throw new Error(`The bundle ${name} has ${length} bytes; the limit is ${mostBytes[name]}.`);
  sizes.push(`${name} ${Math.round(length / 1000)} kB`);
};
for (const [name, source] of Object.entries(sources)) {
  const outfile = join(out, 'dist', `${name}.cjs`);
  await build({
    entryPoints: [join(folder, source)],
    outfile,
    bundle: true,
    // What is imported late is also evaluated late.
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    supported: { 'dynamic-import': false },
    external: ['vscode'],
    plugins: [apart],
    alias: { yaml: yamlModules },
    minify: true,
    legalComments: 'eof',
    logLevel: 'warning',
  });
  await keepSmall(name, outfile);
}
const browserSources = {
  // Player and archives run in pages of their own, which are read when the first of each is opened.
  player: join('webview', 'player.ts'),
  archive: join('webview', 'archive.ts'),
  'extension.web': join('web', 'extension.ts'),
  'policy-server.web': join('web', 'policy-server.ts'),
  'archive-worker.web': join('web', 'archive-worker.ts'),
};
for (const [name, source] of Object.entries(browserSources)) {
  const outfile = join(out, 'dist', `${name}.js`);
  await build({
    entryPoints: [join(folder, source)],
    outfile,
    bundle: true,
    // The host of extensions in a browser evaluates them as CommonJS.
    format: name === 'extension.web' ? 'cjs' : 'iife',
    platform: 'browser',
    target: 'es2024',
    external: ['vscode'],
    minify: true,
    legalComments: 'eof',
    logLevel: 'warning',
  });
  await keepSmall(name, outfile);
}
await cp(require.resolve('sql.js/dist/sql-wasm.wasm'), join(out, 'dist', 'sql-wasm.wasm'));

const {
  type: _,
  private: __,
  scripts: ___,
  dependencies: ____,
  devDependencies: _____,
  ...manifest
} = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
const copied = [
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'media',
  'walkthrough',
  'syntaxes',
  'policy.language-configuration.json',
];
const written = {
  ...manifest,
  // npm knows it by a scoped name, editors as publisher.name.
  name: 'vectorgate',
  repository: undefined,
  // All there is: without a word on it the packer warns of what might come along.
  files: ['dist', 'schema', 'vectorgate_shim', ...copied],
};
await writeFile(join(out, 'package.json'), `${JSON.stringify(written, null, 2)}\n`);
for (const name of copied) await cp(join(folder, name), join(out, name), { recursive: true });
// For whoever has our files as plain YAML or JSON: then the editor, or an extension for YAML, checks them by these.
for (const kind of ['policy', 'policy-test', 'catalog']) {
  const schema = `${kind}.v1.draft-07.schema.json`;
  await cp(join(folder, '..', 'policy-schema', 'schema', schema), join(out, 'schema', schema));
}
// There is one shim: these are the JupyterLab extension's files.
await cp(shim, join(out, 'vectorgate_shim'), {
  recursive: true,
  filter: (path) => !/__pycache__|\.pyc$|\/tests?$/.test(path),
});
process.stdout.write(`${out} (${sizes.join(', ')})\n`);
