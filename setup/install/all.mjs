import { steps } from '../progress.mjs';
import { installBenchPeer } from './bench-peer.mjs';
import { installBrowser } from './browser.mjs';
import { installCodeServer } from './code-server.mjs';
import { installJupyterExtension } from './jupyter-extension.mjs';
import { installKeyring } from './keyring.mjs';
import { installNginx } from './nginx.mjs';
import { checkNode, installNodePackages } from './node-packages.mjs';
import { installPythonPackages } from './python-packages.mjs';
import { installVscodeExtension } from './vscode-extension.mjs';

/** Begun once: whoever asks again waits for the same. */
function begun(work) {
  let running;
  return (say) => {
    running ??= work(say);
    return running;
  };
}

const parts = {
  node: { name: 'npm packages and the pinned Node', work: installNodePackages },
  python: { name: 'Python environment', work: installPythonPackages },
  jupyter: { name: 'JupyterLab extension', work: installJupyterExtension },
  vscode: { name: 'VS Code extension', work: installVscodeExtension },
  browser: { name: 'Chromium', work: installBrowser },
  nginx: { name: 'nginx', work: installNginx },
  keyring: { name: 'keyring', work: installKeyring },
  codeServer: { name: 'code-server', work: begun(installCodeServer) },
  bench: { name: 'nginx and wrk', work: installBenchPeer },
};

/** Brings what the command needs; takes no time worth mentioning when it is all there. */
export async function install(...wanted) {
  checkNode();
  await steps(wanted.map((part) => parts[part]));
}

/** Begins to bring a part that is needed later, beside other work; `install` then waits for it, and tells a failure. */
export function beginInstall(part) {
  parts[part].work(() => {}).catch(() => {});
}
