import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { loadPolicies, type PolicySet } from '@vectorgate/policy-schema';
import {
  AskTable,
  type DecidedAgain,
  decideAgain,
  diffSummary,
  permissionDiff,
  type RecordedRequest,
  type ReplayReport,
  readRecordedPage,
  replay,
  widening,
} from '@vectorgate/policy-schema/analyse';
import {
  foldersOnDisk,
  gitPolicyFiles,
  policyPaths,
  policyTest,
  readEnvironment,
  testPaths,
  UsageError,
} from '@vectorgate/policy-schema/cli';
import { policyRoot } from '@vectorgate/policy-schema/surroundings';
import { chooseSet } from './choose-set.ts';
import { diffPage } from './diff-page.ts';
import { fileDrift } from './file-drift.ts';
import type { AgainTask, AnalysisResult, AnalysisTask, Base, FromWorker, ToWorker } from './messages.ts';
import { whatIfPage } from './what-if-page.ts';

// A thread of its own: a large policy, or much that was asked, keeps nothing else of the editor waiting.
const port = parentPort!;
const say = (message: FromWorker): void => port.postMessage(message);

/** What keeps the work from being done, in words for people. */
class Trouble extends Error {}

type Files = readonly { readonly path: string; readonly text: string }[];
type Environment = Awaited<ReturnType<typeof readEnvironment>>;

function load(files: Files, environment: Environment | undefined, whose: string): PolicySet {
  const loaded = loadPolicies({ files, environment });
  if (loaded.ok) return loaded.set;
  const told = loaded.problems
    .slice(0, 5)
    .map(
      ({ file, line, message, remedy }) =>
        `${file}:${line}: ${message} ${typeof remedy === 'string' ? remedy : ''}`,
    );
  throw new Trouble(`${whose} do not load, so nothing can be compared:\n${told.join('\n')}`);
}

const nameOf = (base: Base): string =>
  base.from === 'revision' ? base.revision : base.from === 'files' ? base.name : 'what was decided then';

/** The policies here, as they stand in the editor. */
async function around({ file, workspace, unsaved }: Pick<AnalysisTask, 'file' | 'workspace' | 'unsaved'>) {
  const root = await policyRoot(file, workspace, foldersOnDisk);
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
  const head = load(given ?? below(workspace), environment, given ? 'Those policies' : 'The policies here');
  const here = { files: given ?? below(root.folder), folder: root.folder, config: root.config };
  if (base.from === 'record') return { head, environment, here };
  const before = base.from === 'files' ? base.files : await gitPolicyFiles(`${base.revision}:`, root.folder);
  return { head, base: load(before, environment, `The policies of ${nameOf(base)}`), environment, here };
}

/** Pages come one at a time, each when it is wanted. */
async function* requests(
  onWithheld: (records: number) => void,
  onStopped: () => void,
): AsyncGenerator<RecordedRequest> {
  const table = new AskTable();
  let count = 0;
  for (;;) {
    say({ want: true, requests: count });
    const [message] = (await once(port, 'message')) as [ToWorker];
    if ('end' in message) {
      if (message.end === 'stopped') onStopped();
      return;
    }
    const page = readRecordedPage(message.page, table);
    if (page === undefined)
      throw new Trouble('The gateway’s answer cannot be read. Use an extension of the gateway’s version.');
    onWithheld(page.withheld);
    count += page.requests.length;
    yield* page.requests;
  }
}

/** What of a report is about a rule, as it stands on either side. */
const ofRule = (report: ReplayReport, rule: AnalysisTask['rule']): ReplayReport =>
  rule === undefined
    ? report
    : {
        ...report,
        changes: report.changes.filter(
          (change) => change.rule?.policy === rule.policy && change.rule.rule === rule.id,
        ),
      };

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
  const { head, base, environment, here } = await sides(task);
  if (task.kind === 'drift') {
    const own = task.workspace === undefined ? task.file : relative(task.workspace, task.file);
    const drift = fileDrift(base ?? head, head, own.replaceAll('\\', '/'));
    return { drift: drift.length, same: drift.length === 0 };
  }
  if (task.kind === 'diff' || task.kind === 'publish') {
    if (task.kind === 'publish' && task.head === undefined) await assertTested(here.folder, here.config);
    const diff = permissionDiff(base ?? head, head, { environment, now: Date.now() });
    const html = diffPage(diff, nameOf(task.base), task.nonce);
    if (task.kind === 'diff') return { html };
    const widens = diff.rows.some(({ kind }) => widening.has(kind));
    return { html, plan: { files: here.files, folder: here.folder, widens, summary: diffSummary(diff) } };
  }
  let withheld = 0;
  let stopped = false;
  const whole = await replay(
    requests(
      (records) => {
        withheld += records;
      },
      () => {
        stopped = true;
      },
    ),
    { base, head },
  );
  const report = ofRule(whole, task.rule);
  const notes = [
    ...(task.rule === undefined ? [] : [`Of all that differs, what rule ${task.rule.id} does is shown.`]),
    ...(stopped ? ['It was stopped: this is what was looked at until then, the latest first.'] : []),
    ...(base === undefined ? ['Of masks only a comparison with other policies tells.'] : []),
    ...(withheld === 0
      ? []
      : [
          `${withheld.toLocaleString('en')} records were left out: they are closed to you, or their content was forgotten.`,
        ]),
  ];
  return { html: whatIfPage(report, `${nameOf(task.base)}, ${task.period}`, notes, task.nonce) };
}

async function again(task: AgainTask): Promise<DecidedAgain> {
  const chosen = await chooseSet(task, foldersOnDisk);
  if (typeof chosen === 'string') throw new Trouble(chosen);
  const { environment, below } = await around({ ...chosen, unsaved: task.unsaved });
  return decideAgain(load(below(chosen.workspace), environment, 'The policies here'), task.asked);
}

const task = workerData as AnalysisTask | AgainTask;
(task.kind === 'again' ? again(task).then((decided): FromWorker => ({ decided })) : work(task))
  .then(say, (error: unknown) => say({ trouble: error instanceof Error ? error.message : String(error) }))
  .finally(() => port.close());
