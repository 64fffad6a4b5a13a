import { isSavedName, type SavedSearches } from '@vectorgate/policy-schema/records-query';
import * as vscode from 'vscode';
import { focusMayGo } from '../questions/focus-may-go.ts';
import { labelText } from '../words/label-text.ts';
import { noticeText } from '../words/notice-text.ts';

const client = () => import('@vectorgate/client');

/** The searches that this person keeps, in the file that the command line has on the machine where extensions run. */
export const readSaved = async (): Promise<SavedSearches> => (await client()).readSavedSearches();

/** Asks for a name, and keeps the query under it. @returns the name, or undefined when somebody left */
export async function saveSearch(query: string): Promise<string | undefined> {
  const saved = await readSaved();
  const named = await vscode.window.showInputBox({
    title: 'Save this search',
    prompt: `A name for ${labelText(noticeText(query))}`,
    placeHolder: 'refused-this-week',
    ...focusMayGo,
    validateInput: (typed) => {
      const name = typed.trim().replace(/^@/, '');
      if (!isSavedName(name)) return 'Small letters, digits and minus, 40 at the most.';
      return Object.hasOwn(saved, name)
        ? {
            message: `This takes the place of ${labelText(noticeText(saved[name] ?? ''))}`,
            severity: vscode.InputBoxValidationSeverity.Warning,
          }
        : undefined;
    },
  });
  return named === undefined ? undefined : (await client()).keepSearch(named.trim(), query);
}

/** Keeps a search under a name. */
export async function keepSaved(name: string, query: string): Promise<void> {
  await (await client()).keepSearch(name, query);
}

/** Keeps nothing under that name any more. */
export async function dropSaved(name: string): Promise<void> {
  await (await client()).dropSearch(name);
}

/** Asks for one of them. @returns its name */
export async function chooseSaved(title: string): Promise<string | undefined> {
  const saved = Object.entries(await readSaved());
  if (saved.length === 0) {
    void vscode.window.showInformationMessage(
      'VectorGate: no search is kept yet. Search recorded sessions, and save the search.',
    );
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(
    saved.map(([name, query]) => ({ label: `@${labelText(name)}`, description: labelText(query), name })),
    { title, ...focusMayGo },
  );
  return chosen?.name;
}
