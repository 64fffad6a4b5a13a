// Bundles lib/ into vectorgate_jupyter/labextension with JupyterLab's own builder, from npm packages alone: what a
// labextension shares with JupyterLab is read from @jupyterlab/core-meta, so no JupyterLab need be installed.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const folder = dirname(fileURLToPath(import.meta.url));
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [
    require.resolve('@jupyter/builder/lib/build-labextension.js'),
    '--core-package-file',
    require.resolve('@jupyterlab/core-meta/core.package.json'),
    folder,
  ],
  { cwd: folder, encoding: 'utf8' },
);
// The builder's statistics are worth reading only when it fails.
if (status !== 0) {
  process.stderr.write(`${stdout}${stderr}\nThe labextension was not built; the lines above say why.\n`);
  process.exitCode = 1;
}
