import type { ReplaySandbox, SandboxCounts, SandboxStanding } from '../src/host/index.ts';

const counts: SandboxCounts = {
  steps: 9,
  answered: 0,
  missing: 1,
  missingWhy: 'How it was sent may quote fields that are masked for you.',
  again: 0,
  notAsked: 9,
  notAnswered: 0,
  latest: [],
  programs: 0,
};
const asked: SandboxCounts = {
  ...counts,
  answered: 4,
  again: 1,
  notAnswered: 24,
  programs: 1,
  latest: [
    {
      call: 'POST /api/v2/<img src=x onerror="document.title=1">\u202e',
      why: 'closest is step 4 (query customer-cases, top 10), which differs in n_results',
    },
    ...Array.from({ length: 19 }, () => ({
      call: `DELETE /api/v2/tenants/default_tenant/databases/default_database/collections/${'customer-cases'.repeat(8)}`,
      why: 'nothing of insights was recorded',
    })),
  ],
};

/** A sandbox in memory: the first start fails, the next is ready, and what is run in it asks too much. */
export function madeSandbox(): ReplaySandbox {
  let standing: SandboxStanding | undefined;
  let starts = 0;
  const listeners = new Set<(standing: SandboxStanding | undefined) => void>();
  const tell = (next: SandboxStanding | undefined): void => {
    standing = next;
    for (const listener of listeners) listener(next);
  };
  const ready = (now: SandboxCounts): SandboxStanding => ({
    state: 'ready',
    address: 'http://127.0.0.1:41233',
    names: ['chroma.internal:8000', '<b>qdrant</b>.internal:6333'],
    counts: now,
  });
  return {
    start: () => {
      starts += 1;
      if (starts > 1) return tell(starts === 2 ? { state: 'starting' } : ready(counts));
      tell({
        state: 'failed',
        message: 'The command line vectorgate is not there at the Jupyter server.',
        remedy: 'Install it there, or run the command in a terminal that has it.',
        command: 'vectorgate sessions sandbox 01JD8Z6Q4MX3V7H2K9RBT5WYCN -- ',
      });
    },
    stop: () => tell(standing?.state === 'ready' ? { state: 'ended', counts: asked } : undefined),
    dismiss: () => tell(undefined),
    watch: (_, listener) => {
      listeners.add(listener);
      listener(standing);
      return () => listeners.delete(listener);
    },
    ways: [{ label: 'run a notebook in it', title: 'Lead a kernel there', run: () => tell(ready(asked)) }],
  };
}
