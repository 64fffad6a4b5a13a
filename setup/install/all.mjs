import { steps } from '../progress.mjs';
import { installBenchPeer } from './bench-peer.mjs';
import { installBrowser } from './browser.mjs';
import { installJupyterExtension } from './jupyter-extension.mjs';
import { installNginx } from './nginx.mjs';
import { checkNode, installNodePackages } from './node-packages.mjs';
import { installPythonPackages } from './python-packages.mjs';
import { installVscodeExtension } from './vscode-extension.mjs';

const parts = {
  node: { name: 'npm packages and the pinned Node', work: installNodePackages },
  python: { name: 'Python environment', work: installPythonPackages },
  jupyter: { name: 'JupyterLab extension', work: installJupyterExtension },
  vscode: { name: 'VS Code extension', work: installVscodeExtension },
  browser: { name: 'Chromium', work: installBrowser },
  nginx: { name: 'nginx', work: installNginx },
  bench: { name: 'nginx and wrk', work: installBenchPeer },
};

/** Brings what the command needs; takes no time worth mentioning when it is all there. */
export async function install(...wanted) {
  checkNode();
  await steps(wanted.map((part) => parts[part]));
}
