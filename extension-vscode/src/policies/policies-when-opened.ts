import { type Disposable, type TextDocument, workspace } from 'vscode';
import { catalogueLanguage, policyLanguage, policyTestLanguage, testFiles } from './policy-language.ts';

/**
 * Runs `start` when the first policy is open, now or later, or when the folder holds tests of policies; disposing waits for
 * nothing and stops what was started.
 */
export function policiesWhenOpened(
  start: () => Promise<() => Promise<void>>,
  trouble: (error: unknown) => void,
): Disposable & { stop(): Promise<void> } {
  let stopped = false;
  let running: Promise<(() => Promise<void>) | undefined> | undefined;
  const isOurs = ({ languageId }: TextDocument): boolean =>
    [policyLanguage, policyTestLanguage, catalogueLanguage].includes(languageId);
  const look = (): void => {
    if (workspace.textDocuments.some(isOurs)) begin();
  };
  const begin = (): void => {
    if (running !== undefined || stopped) return;
    running = start().catch((error: unknown) => {
      trouble(error);
      return undefined;
    });
  };
  const opened = workspace.onDidOpenTextDocument(look);
  const watcher = workspace.createFileSystemWatcher(testFiles, false, true, true);
  watcher.onDidCreate(begin);
  // The test explorer lists them before any is open.
  void workspace.findFiles(testFiles, '**/node_modules/**', 1).then(([first]) => {
    if (first !== undefined) begin();
  });
  const stop = async (): Promise<void> => {
    stopped = true;
    const end = await running;
    running = undefined;
    await end?.();
  };
  look();
  return {
    stop,
    dispose() {
      opened.dispose();
      watcher.dispose();
    },
  };
}
