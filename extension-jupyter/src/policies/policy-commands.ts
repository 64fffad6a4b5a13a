import type { JupyterFrontEnd } from '@jupyterlab/application';
import { type ICommandPalette, Notification } from '@jupyterlab/apputils';
import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { PathExt } from '@jupyterlab/coreutils';
import type { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import type { IEditorTracker } from '@jupyterlab/fileeditor';
import type { ILauncher } from '@jupyterlab/launcher';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { LivePolicies } from '@vectorgate/policy-schema/live-policies';
import type { Gate } from '../gate-token.ts';
import type { PolicyEditor } from './editing/policy-editor.ts';
import { isLanguagePath, isPolicyPath, isPolicyTestPath } from './is-policy-path.ts';
import type { CompareLive } from './live/compare-live.ts';
import { newPolicy } from './new-policy.ts';
import { policyIcon } from './policy-file-type.ts';
import type { PolicySettings } from './policy-settings.ts';
import type { PolicyPublishing } from './publish/publish-policies.ts';
import type { PolicyReports } from './reports/policy-reports.ts';
import { wordsOf } from './reports/words-of.ts';
import type { Editing } from './start-editing.ts';
import { testsIcon } from './tests/tests-icon.ts';

const newPolicyId = 'vectorgate:new-policy';
/** Begins a document of tests beside the policy that a person is at. */
export const newPolicyTestId = 'vectorgate:new-policy-test';

/** Shows what a change would have done; `path` and `rule` name what it is about. */
export const whatIfId = 'vectorgate:what-if';
/** Opens a policy, which `path` may name, beside what is live. */
export const compareLiveId = 'vectorgate:compare-with-live';

/** What commands need. `editing` brings the language, loading it when nobody did. */
export interface PolicyCommandsOptions {
  readonly app: JupyterFrontEnd;
  readonly tracker: IEditorTracker;
  readonly editing: () => Promise<Editing>;
  readonly palette: ICommandPalette | null;
  readonly launcher: ILauncher | null;
  readonly browser: IDefaultFileBrowser | null;
  readonly gate: Gate | null;
  /** Opens a file at a line, 0-based. */
  readonly open: (path: string, line: number) => void;
  readonly settings: PolicySettings;
  readonly live: LivePolicies | undefined;
  readonly languages: IEditorLanguageRegistry | null;
}

/** What is loaded with the first comparison. */
interface More {
  readonly reports: PolicyReports;
  /** Absent where no gateway is known to this page. */
  readonly publishing: PolicyPublishing | undefined;
  readonly live: CompareLive | undefined;
}

const noGateway = 'no gateway is known here: VECTORGATE_GATEWAY of the Jupyter server names it.';

function there<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error(noGateway);
  return part;
}

type Actions = typeof import('./editing/policy-actions.ts');

/** A command about the policy that a person is at. Selectors are more special than those of JupyterLab's own keys. */
interface EditorCommand {
  readonly id: string;
  readonly label: string;
  readonly keys: readonly (readonly [keys: string, selector: string])[];
  readonly inMenu: boolean;
  /** Whether it is about policies alone, and not about tests of them. */
  readonly ofPolicies?: true;
  readonly run: (
    actions: Actions,
    editor: PolicyEditor,
    all: Editing,
    more: () => Promise<More>,
    args: ReadonlyPartialJSONObject,
  ) => Promise<void> | void;
}

const anywhere = '.jp-FileEditor.vg-PolicyEditor';
const text = `${anywhere} .jp-CodeMirrorEditor:not(.jp-mod-has-primary-selection):not(.jp-mod-in-leading-whitespace)`;
const completes = `${anywhere} .jp-mod-completer-enabled:not(.jp-mod-at-line-beginning)`;

const commands: readonly EditorCommand[] = [
  {
    id: 'vectorgate:complete-in-policy',
    label: 'Policy: complete here',
    keys: [
      ['Tab', completes],
      ['Ctrl Space', anywhere],
    ],
    inMenu: false,
    run: ({ completeHere }, editor) => completeHere(editor),
  },
  {
    id: 'vectorgate:explain-in-policy',
    label: 'Policy: explain what is here',
    keys: [['Shift Tab', text]],
    inMenu: true,
    run: ({ explainHere }, editor) => explainHere(editor),
  },
  {
    id: 'vectorgate:fix-in-policy',
    label: 'Policy: fix what is here …',
    keys: [['Ctrl .', anywhere]],
    inMenu: true,
    run: ({ fixHere }, editor) => fixHere(editor),
  },
  {
    id: 'vectorgate:rename-in-policy',
    label: 'Policy: rename what is here …',
    keys: [['F2', anywhere]],
    inMenu: true,
    run: ({ renameHere }, editor, all) => renameHere(editor, all.editors),
  },
  {
    id: 'vectorgate:format-policy',
    label: 'Policy: format',
    keys: [['Shift Alt F', anywhere]],
    inMenu: true,
    run: ({ formatAll }, editor) => formatAll(editor),
  },
  {
    id: 'vectorgate:run-policy-tests',
    label: 'Policy: run the tests here',
    keys: [['Ctrl Shift Enter', anywhere]],
    inMenu: true,
    run: async ({ testsHere }, editor, { tests }) => {
      // Where a test stands, and which cases it has, may have changed with the last key.
      await editor.lookNow();
      const ids = isPolicyTestPath(editor.path) ? testsHere(editor.view) : undefined;
      return tests.run(ids === undefined ? undefined : { path: editor.path, ids });
    },
  },
  {
    id: 'vectorgate:compare-permissions',
    label: 'Policy: compare permissions with …',
    keys: [],
    inMenu: true,
    ofPolicies: true,
    run: async (_, { path }, _all, more) => (await more()).reports.ask('diff', path),
  },
  {
    id: whatIfId,
    label: 'Policy: what would this change have done? …',
    keys: [],
    inMenu: true,
    ofPolicies: true,
    run: async (_, { path }, _all, more, { rule }) =>
      (await more()).reports.ask('what-if', path, rule as { policy: string; id: string } | undefined),
  },
  {
    id: compareLiveId,
    label: 'Policy: compare text with live',
    keys: [],
    inMenu: true,
    ofPolicies: true,
    run: async (_, { path }, _all, more) => there((await more()).live).show(path),
  },
  {
    id: 'vectorgate:publish-policies',
    label: 'Policy: publish …',
    keys: [],
    inMenu: true,
    ofPolicies: true,
    run: async (_, { path }, _all, more) => there((await more()).publishing).publish(path),
  },
  {
    id: 'vectorgate:roll-back-policies',
    label: 'Policy: roll back …',
    keys: [],
    inMenu: true,
    ofPolicies: true,
    run: async (_, { path }, _all, more) => there((await more()).publishing).rollBack(path),
  },
];

/** Commands, keys, the context menu, and the launcher's tile. */
export function addPolicyCommands(options: PolicyCommandsOptions): void {
  const { app, tracker, editing, palette, launcher, browser } = options;
  let more: Promise<More> | undefined;
  const loadMore = (): Promise<More> => {
    more ??= Promise.all([editing(), import('./policy-comparisons.ts')]).then(
      ([all, { PolicyReports, PolicyPublishing, CompareLive }]) => {
        const { gate, live, settings } = options;
        const reports = new PolicyReports({ ...options, editing: all, period: () => settings.whatIfPeriod });
        if (gate === null || live === undefined) return { reports, publishing: undefined, live: undefined };
        return {
          reports,
          publishing: new PolicyPublishing({
            ...{ ...options, gate, editing: all, reports },
            published: () => void live.look(),
          }),
          live: new CompareLive({
            ...{ ...options, gate, live, editors: all.editors },
            comparePermissions: (path) => void reports.compareWithLive(path),
          }),
        };
      },
    );
    return more;
  };
  const isAtPolicy = (): boolean =>
    tracker.currentWidget !== null &&
    tracker.currentWidget === app.shell.currentWidget &&
    isLanguagePath(tracker.currentWidget.context.path);
  for (const [rank, { id, label, keys, inMenu, run, ofPolicies }] of commands.entries()) {
    const isHere = (): boolean =>
      isAtPolicy() && (ofPolicies !== true || isPolicyPath(tracker.currentWidget?.context.path ?? ''));
    app.commands.addCommand(id, {
      label,
      isEnabled: isHere,
      isVisible: isHere,
      execute: async (args) => {
        const [all, actions] = await Promise.all([editing(), import('./editing/policy-actions.ts')]);
        const { path } = args;
        const editor = typeof path === 'string' ? all.editors.of(path) : all.editors.current;
        if (editor === undefined) return;
        try {
          await run(actions, editor, all, loadMore, args);
        } catch (error) {
          Notification.error(`VectorGate: ${wordsOf(error)}`, { autoClose: 8_000 });
        }
      },
    });
    palette?.addItem({ command: id, category: 'VectorGate' });
    for (const [one, selector] of keys) app.commands.addKeyBinding({ command: id, keys: [one], selector });
    if (inMenu) app.contextMenu.addItem({ command: id, selector: anywhere, rank });
  }
  app.commands.addCommand(newPolicyId, {
    label: ({ isPalette }) => (isPalette === true ? 'New policy' : 'Policy'),
    caption: 'Write who may do what with which collections',
    icon: policyIcon,
    execute: async ({ cwd }) => {
      const folder = typeof cwd === 'string' ? cwd : (browser?.model.path ?? '');
      await newPolicy(app.commands, folder, (await editing()).editors, '.policy.yaml');
    },
  });
  app.commands.addCommand(newPolicyTestId, {
    label: 'New policy test',
    caption: 'Write down what policies are to decide',
    icon: testsIcon,
    execute: async () => {
      const all = await editing();
      const at = all.editors.current?.path;
      const folder = at === undefined ? (browser?.model.path ?? '') : PathExt.dirname(at);
      await newPolicy(app.commands, folder, all.editors, '.policy-test.yaml');
    },
  });
  palette?.addItem({ command: newPolicyTestId, category: 'VectorGate' });
  palette?.addItem({ command: newPolicyId, category: 'VectorGate', args: { isPalette: true } });
  launcher?.add({ command: newPolicyId, category: 'Other', rank: 3 });
}
