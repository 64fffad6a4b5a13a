import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import {
  AskedPages,
  compareSides,
  type DecidedAgain,
  decideAgain,
  fileDrift,
  loadSide,
  type NextAsked,
  planSides,
  weighSides,
  whatIf,
} from '@vectorgate/policy-schema/analyse';
import {
  filesOnDisk,
  gitPolicyFiles,
  policyPaths,
  policyTest,
  readEnvironment,
  testPaths,
  UsageError,
} from '@vectorgate/policy-schema/cli';
import { policyRoot } from '@vectorgate/policy-schema/surroundings';
import { chooseSet } from './choose-set.ts';
import type { AgainTask, AnalysisResult, AnalysisTask, FromWorker } from './messages.ts';
import { reportPage } from './report-page.ts';
import { requestList } from './request-list.ts';
import { unsavedInSet } from './unsaved-in-set.ts';

// A thread of its own: a large policy, or much that was asked, keeps nothing else of the editor waiting.
const port = parentPort!;
const say = (message: FromWorker): void => port.postMessage(message);

/** What keeps the work from being done, in words for people. */
class Trouble extends Error {}

type Files = readonly { readonly path: string; readonly text: string }[];

/** The policies here, as they stand in the editor. */
async function around({ file, workspace, unsaved }: Pick<AnalysisTask, 'file' | 'workspace' | 'unsaved'>) {
  const root = await policyRoot(file, workspace, filesOnDisk);
  const environment = root.config === undefined ? undefined : await readEnvironment(root.config);
  const open = new Map(unsaved.map(({ path, text }) => [path, text]));
  const paths = new Set([...(await policyPaths(root.folder)), file]);
  const texts = await Promise.all(
    [...paths].sort().map(async (path) => ({ path, text: open.get(path) ?? (await readFile(path, 'utf8')) })),
  );
  /** By their paths below a folder. */
  const below = (folder: string | undefined): Files =>
    texts.map(({ path, text }) => ({
      path: (folder === undefined ? path : relative(folder, path)).replaceAll('\\', '/'),
      text,
    }));
  return { root, environment, below };
}

async function sides(task: AnalysisTask) {
  const { workspace, base, head: given } = task;
  const { root, environment, below } = await around(task);
  const head = given ?? below(workspace);
  const here = { files: given ?? below(root.folder), folder: root.folder, config: root.config };
  if (base.from === 'record') return { head, base: undefined, environment, here };
  const before =
    base.from === 'files'
      ? base
      : { name: base.revision, files: await gitPolicyFiles(`${base.revision}:`, root.folder) };
  return { head, base: before, environment, here };
}

/** Pages come one at a time, each when it is wanted. */
async function nextPage(requests: number): Promise<NextAsked> {
  say({ want: true, requests });
  const [message] = (await once(port, 'message')) as [NextAsked];
  return message;
}

/** Throws unless the tests of the policies in a folder pass; there may be none. */
async function assertTested(folder: string, config: string | undefined): Promise<void> {
  const tests = await testPaths([folder]).catch((error: unknown) => {
    if (error instanceof UsageError) return [];
    throw error;
  });
  if (tests.length === 0) return;
  let said = '';
  const hear = (text: string): void => {
    said += text;
  };
  const args = [...(config === undefined ? [] : ['--config', config]), '--', folder];
  if ((await policyTest(args, { out: hear, err: hear })) !== 0)
    throw new Trouble(`Tests of the policies fail, so nothing is published:\n${said}`);
}

async function work(task: AnalysisTask): Promise<AnalysisResult> {
  if (task.kind === 'publish' && task.head === undefined && task.unsaved.length > 0) {
    const root = await policyRoot(task.file, task.workspace, filesOnDisk);
    const unsaved = unsavedInSet({ file: task.file, ...root }, task.unsaved);
    // Tests are run as they are on the disk, and what is published is what others find there.
    if (unsaved.length > 0) return { unsaved };
  }
  const { head, base, environment, here } = await sides(task);
  const against = base ?? { name: 'what was decided then', files: head };
  switch (task.kind) {
    case 'drift': {
      const own = task.workspace === undefined ? task.file : relative(task.workspace, task.file);
      const before = loadSide(against.files, environment, `The policies of ${against.name}`);
      const after = loadSide(head, environment, 'The policies here');
      const drift = fileDrift(before, after, own.replaceAll('\\', '/'));
      return { drift: drift.length, same: drift.length === 0 };
    }
    case 'publish': {
      if (task.head === undefined) await assertTested(here.folder, here.config);
      const whose = task.head === undefined ? 'The policies here' : 'Those policies';
      const { report, widens, summary } = planSides({ head, base: against, environment }, Date.now(), whose);
      const html = reportPage(report, task.nonce);
      return { html, plan: { files: here.files, folder: here.folder, widens, summary } };
    }
    case 'diff':
      return {
        html: reportPage(
          compareSides({ head, base: against, environment }, Date.now()),
          task.nonce,
          `Weigh by ${task.period}`,
        ),
      };
    case 'weigh': {
      const requests = new AskedPages(nextPage);
      const { period } = task;
      const report = await weighSides({ head, base: against, environment, period, requests }, Date.now());
      return { html: reportPage(report, task.nonce, 'Weigh again') };
    }
    case 'what-if': {
      const { period, rule } = task;
      const requests = new AskedPages(nextPage);
      const report = await whatIf({ head, base, environment, period, rule, requests });
      return { html: reportPage(report, task.nonce), lists: report.rows.map(requestList) };
    }
  }
}

async function again(task: AgainTask): Promise<DecidedAgain> {
  const chosen = await chooseSet(task, filesOnDisk);
  if (typeof chosen === 'string') throw new Trouble(chosen);
  const { environment, below } = await around({ ...chosen, unsaved: task.unsaved });
  return decideAgain(loadSide(below(chosen.workspace), environment, 'The policies here'), task.asked);
}

const task = workerData as AnalysisTask | AgainTask;
(task.kind === 'again' ? again(task).then((decided): FromWorker => ({ decided })) : work(task))
  .then(say, (error: unknown) => say({ trouble: error instanceof Error ? error.message : String(error) }))
  .finally(() => port.close());
