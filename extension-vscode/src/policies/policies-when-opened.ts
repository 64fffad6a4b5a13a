import { type Disposable, workspace } from 'vscode';
import { policyLanguage } from './policy-language.ts';

/** Runs `start` when the first policy is open, now or later; disposing waits for nothing and stops what was started. */
export function policiesWhenOpened(
  start: () => Promise<() => Promise<void>>,
  trouble: (error: unknown) => void,
): Disposable & { stop(): Promise<void> } {
  let running: Promise<(() => Promise<void>) | undefined> | undefined;
  const look = (): void => {
    if (running !== undefined) return;
    if (!workspace.textDocuments.some(({ languageId }) => languageId === policyLanguage)) return;
    running = start().catch((error: unknown) => {
      trouble(error);
      return undefined;
    });
  };
  const opened = workspace.onDidOpenTextDocument(look);
  const stop = async (): Promise<void> => {
    const end = await running;
    running = undefined;
    await end?.();
  };
  look();
  return {
    stop,
    dispose() {
      opened.dispose();
    },
  };
}
