import { documentTemplate } from '@vectorgate/policy-schema/document-template';
import { commands, SnippetString, Uri, window, workspace } from 'vscode';
import { policyLanguage } from './policy-language.ts';

const ending = '.policy.yaml';

/** Asks for a name, makes a policy of that name and begins it, the first place to fill selected. */
export async function newPolicy(argument: unknown): Promise<void> {
  const folder = await folderFor(argument);
  const uri = folder === undefined || folder === 'nowhere' ? undefined : await fileIn(folder);
  if (folder !== 'nowhere' && uri === undefined) return;
  if (uri !== undefined) await workspace.fs.writeFile(uri, new Uint8Array());
  const document =
    uri === undefined
      ? await workspace.openTextDocument({ language: policyLanguage })
      : await workspace.openTextDocument(uri);
  const editor = await window.showTextDocument(document, { preview: false });
  await editor.insertSnippet(new SnippetString(documentTemplate(document.uri.path).insert));
  await commands.executeCommand('editor.action.triggerSuggest', { auto: true });
}

/**
 * Where a policy belongs: in the folder that was clicked, beside the policy that is open, among policies, else in the workspace.
 * `nowhere`: no folder is open. Undefined: somebody was asked for one, and left it.
 */
async function folderFor(argument: unknown): Promise<Uri | 'nowhere' | undefined> {
  if (argument instanceof Uri) return argument;
  const open = window.activeTextEditor?.document;
  // Not beside one that was never saved.
  const lies = open?.uri.scheme === 'file' || (open && workspace.getWorkspaceFolder(open.uri)) !== undefined;
  if (open?.languageId === policyLanguage && lies) return Uri.joinPath(open.uri, '..');
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 0) return 'nowhere';
  const chosen = folders.length > 1 ? await window.showWorkspaceFolderPick() : folders[0];
  if (chosen === undefined) return undefined;
  const policies = Uri.joinPath(chosen.uri, 'policies');
  return (await isThere(policies)) ? policies : chosen.uri;
}

/** The file of a policy that somebody names; undefined when nobody did. */
async function fileIn(folder: Uri): Promise<Uri | undefined> {
  const at = (name: string): Uri => Uri.joinPath(folder, `${name.trim()}${ending}`);
  const name = await window.showInputBox({
    title: 'New policy',
    prompt: `What is it for? The file is NAME${ending} in ${calledInEditor(folder)}.`,
    placeHolder: 'support-access',
    validateInput: async (text) => {
      if (!/^[a-z0-9][a-z0-9._-]{0,99}$/.test(text.trim()))
        return 'A policy is called by lower-case letters, digits, ".", "_" and "-".';
      return (await isThere(at(text))) ? `There is a ${text.trim()}${ending} already.` : undefined;
    },
  });
  return name === undefined ? undefined : at(name);
}

/** A folder as the editor's own lists call it. */
const calledInEditor = (folder: Uri): string => {
  const whole = workspace.workspaceFolders?.find(({ uri }) => uri.toString() === folder.toString());
  return whole?.name ?? workspace.asRelativePath(folder);
};

const isThere = (uri: Uri): Promise<boolean> =>
  Promise.resolve(workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );
