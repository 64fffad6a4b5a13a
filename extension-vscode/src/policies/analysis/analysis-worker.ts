import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import {
  type AnalysisReport,
  AskedPages,
  compareSides,
  type NextAsked,
  whatIf,
} from '@vectorgate/policy-schema/analyse';
import { foldersOnDisk, gitPolicyFiles, policyPaths, readEnvironment } from '@vectorgate/policy-schema/cli';
import { policyRoot } from '@vectorgate/policy-schema/surroundings';
import type { AnalysisTask, FromWorker } from './messages.ts';
import { reportPage } from './report-page.ts';

// A thread of its own: a large policy, or much that was asked, keeps nothing else of the editor waiting.
const port = parentPort!;
const say = (message: FromWorker): void => port.postMessage(message);

async function sides({ file, workspace, unsaved, base }: AnalysisTask) {
  const root = await policyRoot(file, workspace, foldersOnDisk);
  const environment = root.config === undefined ? undefined : await readEnvironment(root.config);
  const open = new Map(unsaved.map(({ path, text }) => [path, text]));
  const paths = new Set([...(await policyPaths(root.folder)), file]);
  const head = await Promise.all(
    [...paths].sort().map(async (path) => ({
      path: (workspace === undefined ? path : relative(workspace, path)).replaceAll('\\', '/'),
      text: open.get(path) ?? (await readFile(path, 'utf8')),
    })),
  );
  if (base.from === 'record') return { head, environment, base: undefined };
  const before =
    base.from === 'files'
      ? base
      : { name: base.revision, files: await gitPolicyFiles(`${base.revision}:`, root.folder) };
  return { head, base: before, environment };
}

/** Pages come one at a time, each when it is wanted. */
async function nextPage(requests: number): Promise<NextAsked> {
  say({ want: true, requests });
  const [message] = (await once(port, 'message')) as [NextAsked];
  return message;
}

async function work(task: AnalysisTask): Promise<AnalysisReport> {
  const { head, base, environment } = await sides(task);
  if (task.kind === 'diff') {
    const against = base ?? { name: 'what was decided then', files: head };
    return compareSides({ head, base: against, environment }, Date.now());
  }
  return whatIf({ head, base, environment, period: task.period, requests: new AskedPages(nextPage) });
}

const task = workerData as AnalysisTask;
work(task)
  .then(
    (report) => say({ html: reportPage(report, task.nonce) }),
    (error: unknown) => say({ trouble: error instanceof Error ? error.message : String(error) }),
  )
  .finally(() => port.close());
