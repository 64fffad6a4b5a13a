import { steps } from '../progress.mjs';
import { installBenchPeer } from './bench-peer.mjs';
import { installBrowser } from './browser.mjs';
import { installCodeServer } from './code-server.mjs';
import { installJupyterExtension } from './jupyter-extension.mjs';
import { installKeyring } from './keyring.mjs';
import { installNginx } from './nginx.mjs';
import { checkNode, installNodePackages } from './node-packages.mjs';
import { installPythonPackages } from './python-packages.mjs';
import { installShells } from './shells.mjs';
import { installVscodeExtension } from './vscode-extension.mjs';

/** What can be brought; `after` names the parts that its work stands on. */
const parts = {
  node: { name: 'npm packages and the pinned Node', work: installNodePackages },
  python: { name: 'Python environment', work: installPythonPackages },
  jupyter: { name: 'JupyterLab extension', work: installJupyterExtension, after: ['node', 'python'] },
  vscode: { name: 'VS Code extension', work: installVscodeExtension, after: ['node'] },
  browser: { name: 'Chromium', work: installBrowser },
  nginx: { name: 'nginx', work: installNginx },
  keyring: { name: 'keyring', work: installKeyring },
  shells: { name: 'zsh and fish', work: installShells },
  codeServer: { name: 'code-server', work: installCodeServer, after: ['node'] },
  bench: { name: 'nginx and wrk', work: installBenchPeer },
};

/** Begun once: whoever asks again waits for the same. A part's latest word goes to `say` once somebody waits for it. */
const running = new Map();

function begin(part) {
  const { work, after = [] } = parts[part];
  let entry = running.get(part);
  if (entry === undefined) {
    entry = { detail: '', say: undefined };
    running.set(part, entry);
    entry.done = Promise.all(after.map((other) => begin(other).done)).then(() =>
      work((text) => {
        entry.detail = text;
        entry.say?.(text);
      }),
    );
    // Told where it is waited for.
    entry.done
      .catch(() => {})
      .then(() => {
        entry.ended = true;
      });
  }
  return entry;
}

/** Brings what the command needs, side by side where it can; takes no time worth mentioning when it is all there. */
export async function install(...wanted) {
  checkNode();
  for (const part of wanted) begin(part);
  const list = wanted.map((part) => ({
    name: parts[part].name,
    work: (say) => {
      const begun = begin(part);
      begun.say = say;
      if (begun.detail) say(begun.detail);
      return begun.done;
    },
  }));
  try {
    await steps(list);
  } catch (error) {
    await othersEnd();
    throw error;
  }
}

/** What else was begun is let come to its end: a broken-off one would have to be mended by hand. */
async function othersEnd() {
  const left = [...running].filter(([, { ended }]) => !ended);
  if (left.length === 0) return;
  process.stderr.write(
    `Waiting until this has ended: ${left.map(([part]) => parts[part].name).join(', ')}.\n`,
  );
  await Promise.allSettled(left.map(([, { done }]) => done));
}

/** Begins to bring parts that are needed later, beside other work; `install` then waits for them, and tells a failure. */
export function beginInstall(...wanted) {
  checkNode();
  for (const part of wanted) begin(part);
}
