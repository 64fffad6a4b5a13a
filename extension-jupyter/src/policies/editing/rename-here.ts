import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { PolicyEditors } from '../policy-editors.ts';
import type { PolicyEditor } from './policy-editor.ts';
import { RenameForm } from './rename-form.ts';

/** Renames the rule or pattern at the cursor wherever it is named, after showing where. @throws when nothing has a name here */
export async function renameHere(editor: PolicyEditor, all: PolicyEditors): Promise<void> {
  const { view, text } = editor;
  const { doc, selection } = view.state;
  const offset = selection.main.head;
  const written = doc.toString();
  const named = await text.named(written, offset);
  if (named === undefined)
    throw new Error('only ids of rules and names of patterns can be renamed. Put the cursor on one.');
  const places = await all.placesOf(named.references);
  const form = new RenameForm(named.kind, named.name, places, (name) => text.rename(written, offset, name));
  const { button } = await showDialog({
    title: `Rename the ${named.kind} ${named.name}`,
    body: form,
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: 'Rename' })],
    focusNodeSelector: 'input',
  });
  view.focus();
  if (!button.accept || form.name === named.name) return;
  const renamed = await text.rename(written, offset, form.name);
  if (!renamed.ok) throw new Error(renamed.why);
  if (view.state.doc !== doc) throw new Error('the policy was changed meanwhile. Rename once more.');
  await all.replace(renamed.places, renamed.text);
}
