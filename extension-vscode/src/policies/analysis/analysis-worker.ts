import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { loadPolicies, type PolicySet } from '@vectorgate/policy-schema';
import {
  AskTable,
  type DecidedAgain,
  decideAgain,
  permissionDiff,
  type RecordedRequest,
  type ReplayReport,
  readRecordedPage,
  replay,
} from '@vectorgate/policy-schema/analyse';
import { foldersOnDisk, gitPolicyFiles, policyPaths, readEnvironment } from '@vectorgate/policy-schema/cli';
import { policyRoot } from '@vectorgate/policy-schema/surroundings';
import { chooseSet } from './choose-set.ts';
import { diffPage } from './diff-page.ts';
import type { AgainTask, AnalysisTask, Base, FromWorker, ToWorker } from './messages.ts';
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
async function here({ file, workspace, unsaved }: Pick<AnalysisTask, 'file' | 'workspace' | 'unsaved'>) {
  const root = await policyRoot(file, workspace, foldersOnDisk);
  const environment = root.config === undefined ? undefined : await readEnvironment(root.config);
  const open = new Map(unsaved.map(({ path, text }) => [path, text]));
  const paths = new Set([...(await policyPaths(root.folder)), file]);
  const files = await Promise.all(
    [...paths].sort().map(async (path) => ({
      path: (workspace === undefined ? path : relative(workspace, path)).replaceAll('\\', '/'),
      text: open.get(path) ?? (await readFile(path, 'utf8')),
    })),
  );
  return { head: load(files, environment, 'The policies here'), root, environment };
}

async function sides(task: AnalysisTask) {
  const { base } = task;
  const { head, root, environment } = await here(task);
  if (base.from === 'record') return { head, environment };
  const before = base.from === 'files' ? base.files : await gitPolicyFiles(`${base.revision}:`, root.folder);
  return { head, base: load(before, environment, `The policies of ${nameOf(base)}`), environment };
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

async function work(task: AnalysisTask): Promise<string> {
  const { head, base, environment } = await sides(task);
  if (task.kind === 'diff') {
    const diff = permissionDiff(base ?? head, head, { environment, now: Date.now() });
    return diffPage(diff, nameOf(task.base), task.nonce);
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
  return whatIfPage(report, `${nameOf(task.base)}, ${task.period}`, notes, task.nonce);
}

async function again(task: AgainTask): Promise<DecidedAgain> {
  const chosen = await chooseSet(task, foldersOnDisk);
  if (typeof chosen === 'string') throw new Trouble(chosen);
  const { head } = await here({ ...chosen, unsaved: task.unsaved });
  return decideAgain(head, task.asked);
}

const task = workerData as AnalysisTask | AgainTask;
(task.kind === 'again'
  ? again(task).then((decided): FromWorker => ({ decided }))
  : work(task).then((html): FromWorker => ({ html }))
)
  .then(say, (error: unknown) => say({ trouble: error instanceof Error ? error.message : String(error) }))
  .finally(() => port.close());
