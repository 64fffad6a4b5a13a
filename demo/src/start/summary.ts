import type { OpenDemo } from '../environment/open-demo.ts';
import type { RunningJupyter } from '../jupyter/start-jupyter.ts';
import { people } from '../people.ts';

export interface SummaryParts {
  readonly demo: Pick<OpenDemo, 'controlUrl' | 'dataUrl' | 'folder'> & {
    readonly store: Pick<OpenDemo['store'], 'knownAs' | 'title' | 'url'>;
  };
  readonly jupyter: Pick<RunningJupyter, 'url' | 'token'>;
  /** Folder of the notebooks, and the name of the one to begin with. */
  readonly notebooks: string;
  readonly notebook: string;
  readonly policies: string;
  /** Where the VS Code extension is packed to. */
  readonly vsix: string;
  /** The Python that has all that the notebook imports. */
  readonly python: string;
}

/** What a newcomer needs to know once all runs; fits 80 columns but for addresses and paths. */
export function summary({
  demo,
  jupyter,
  notebooks,
  notebook,
  policies,
  vsix,
  python,
}: SummaryParts): string {
  const who = people.map(({ login, name, groups, ...rest }) => {
    const about = [
      groups.join(', ') || 'no group',
      ...('tenant' in rest ? [`tenant ${rest.tenant}`] : []),
    ].join(', ');
    return `  ${login.padEnd(6)}${name.padEnd(16)}${about}`;
  });
  return `
VectorGate is up.

  Notebook       ${jupyter.url}/lab/tree/${encodeURIComponent(notebook)}?token=${jupyter.token}
  Gateway        ${demo.controlUrl} (editors are given this: sign-in, API)
                 ${demo.dataUrl} (data: programs' calls go there by themselves)
  Policies       ${policies}
  Records, logs  ${demo.folder}

Sign in as (each password is the same word as the login):
${who.join('\n')}

Try this:
  1. Run the notebook's cells: ${demo.store.knownAs} is closed, and says why.
  2. Click "Sign in" in the status bar, sign in as ana, run them again.
  3. Sign out, sign in as omar, and see what changes.
  4. Edit customer-insights.policy.yaml: the next call is decided by it.
  5. See what was recorded:
       npx vectorgate login --gateway ${demo.controlUrl}
       npx vectorgate sessions list

Or in VS Code (docs/vscode.md, "With the demo"):
  1. npm run package:vscode, and install ${vsix}
  2. Open the folder ${notebooks} and trust it.
  3. VectorGate: Set the gateway, to ${demo.controlUrl}
  4. Sign in, open the notebook, choose the kernel ${python}

On this one machine the gate is no boundary: ${demo.store.title} listens on ${demo.store.url},
and whoever finds that port passes by. In production only the gateway can reach
the database, by network rules, and only the gateway has its credential.

Ctrl-C stops everything.
`;
}
