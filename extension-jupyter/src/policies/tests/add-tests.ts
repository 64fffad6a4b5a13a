import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { IEditorTracker } from '@jupyterlab/fileeditor';
import { isLanguagePath } from '../is-policy-path.ts';
import { newPolicyTestId } from '../policy-commands.ts';
import type { Editing } from '../start-editing.ts';
import { TestsPanel } from './tests-panel.ts';

export interface TestsParts {
  readonly app: JupyterFrontEnd;
  readonly tracker: IEditorTracker;
  readonly editing: () => Promise<Editing>;
  readonly palette: ICommandPalette | null;
  /** Opens a file at a line, 0-based. */
  readonly open: (path: string, line: number) => void;
}

export const showTestsId = 'vectorgate:show-policy-tests';

const commandIds = {
  show: showTestsId,
  runAll: 'vectorgate:run-all-policy-tests',
} as const;

/** Adds the side panel of tests and its commands. It follows the policy, or the tests, that a person is at. */
export function addTests({ app, tracker, editing, palette, open }: TestsParts): void {
  const withTests = (work: (tests: Editing['tests']) => void): void =>
    void editing().then(({ tests }) => work(tests));
  const panel = new TestsPanel({
    run: (wanted) => withTests((tests) => void tests.run(wanted)),
    stop: () => withTests((tests) => tests.stop()),
    look: () => withTests((tests) => void tests.look()),
    runOnSave: (on) => withTests((tests) => tests.setRunsOnSave(on)),
    newTest: () => void app.commands.execute(newPolicyTestId),
    open,
  });
  app.shell.add(panel, 'right', { rank: 650, type: 'VectorGate' });
  const follow = (): void => {
    const path = tracker.currentWidget?.context.path ?? '';
    if (!isLanguagePath(path)) return;
    withTests((tests) => {
      panel.follow(tests);
      void tests.follow(path);
    });
  };
  tracker.currentChanged.connect(follow);
  follow();
  app.commands.addCommand(commandIds.show, {
    label: 'VectorGate: show policy tests',
    execute: async () => {
      // The palette hands the focus back to the document once this function returned; ours comes after.
      await null;
      app.shell.activateById(panel.id);
    },
  });
  app.commands.addCommand(commandIds.runAll, {
    label: 'Policy: run all tests',
    execute: async () => {
      app.shell.activateById(panel.id);
      await (await editing()).tests.run();
    },
  });
  for (const command of Object.values(commandIds)) palette?.addItem({ command, category: 'VectorGate' });
}
