import { parentPort, workerData } from 'node:worker_threads';
import { loadPolicies, type PolicyEnvironment } from '@vectorgate/policy-schema';
import { diffSummary, permissionDiff, widening } from '@vectorgate/policy-schema/analyse';
import type { PolicyFile } from '../policy-folder.ts';
import type { ChangeDiff } from './change-diff.ts';

// A thread of its own: comparing large sets takes a while, and the data path must not wait for it.
const { before, after, environment } = workerData as {
  readonly before: readonly PolicyFile[];
  readonly after: readonly PolicyFile[];
  readonly environment: PolicyEnvironment;
};

const mostRows = 500;

const load = (files: readonly PolicyFile[]) => {
  const loaded = loadPolicies({ files, environment });
  return loaded.ok ? loaded.set : undefined;
};

const [base, head] = [load(before), load(after)];
if (base === undefined || head === undefined) parentPort?.postMessage(undefined);
else {
  const diff = permissionDiff(base, head, { environment, now: Date.now() });
  const result: ChangeDiff = {
    widens: diff.rows.some(({ kind }) => widening.has(kind)),
    summary: diffSummary(diff),
    rows: diff.rows.slice(0, mostRows).map(({ covers: _, ...row }) => row),
    more: Math.max(0, diff.rows.length - mostRows),
    rules: diff.rules,
  };
  parentPort?.postMessage(result);
}
