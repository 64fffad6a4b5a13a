import type { OpenDemo } from '../environment/open-demo.ts';
import type { RunningJupyter } from '../jupyter/start-jupyter.ts';
import { people } from '../people.ts';

/** What a newcomer needs to know once all runs; fits 80 columns but for addresses. */
export function summary(demo: OpenDemo, jupyter: RunningJupyter, notebook: string, policies: string): string {
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
  Gateway        ${demo.dataUrl} (data), ${demo.controlUrl} (sign-in, API)
  Policies       ${policies}
  Records, logs  ${demo.folder}

Sign in as (each password is the same word as the login):
${who.join('\n')}

Try this:
  1. Open the notebook and run its cells: ${demo.store.knownAs} is closed, and says why.
  2. Click "Sign in" in the status bar, sign in as ana, run them again.
  3. Sign out, sign in as omar, and see what changes.
  4. Edit customer-insights.policy.yaml and run a cell: the next call is decided by it.
  5. See what was recorded:
       npx vectorgate login --gateway ${demo.controlUrl}
       npx vectorgate sessions list

On this one machine the gate is no boundary: ${demo.store.title} listens on ${demo.store.url},
and whoever finds that port passes by. In production only the gateway can reach
the database, by network rules, and only the gateway has its credential.

Ctrl-C stops everything.
`;
}
