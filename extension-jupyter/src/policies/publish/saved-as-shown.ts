import type { IDocumentWidget } from '@jupyterlab/docregistry';
import type { FileEditor } from '@jupyterlab/fileeditor';

/** What matters of a document that is open. */
export type OpenDocument = Pick<IDocumentWidget<FileEditor>['context'], 'path' | 'save'> & {
  readonly model: { readonly dirty: boolean; toString(): string };
};

/** An editor shows neither a mark of the encoding nor mixed ends of lines. */
const shown = (text: string): string => text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
const nameOf = ({ path }: OpenDocument): string => path.slice(path.lastIndexOf('/') + 1);

/** Saves those of these files that were written in. Throws, with its name, when one of them cannot be saved. */
export async function saveWritten(
  paths: ReadonlySet<string>,
  documents: readonly OpenDocument[],
): Promise<void> {
  for (const document of documents) {
    if (!paths.has(document.path) || !document.model.dirty) continue;
    const failed = await document.save().then(
      () => undefined,
      (error: unknown) => error ?? 'it was cancelled',
    );
    if (failed === undefined && !document.model.dirty) continue;
    throw new Error(
      `${nameOf(document)} could not be saved, so nothing was published.\nSave it, then publish again.`,
    );
  }
}

/** Throws, with its name, when an editor shows something else of a file than what is to be published. */
export function assertShown(
  files: readonly { readonly path: string; readonly text: string }[],
  documents: readonly OpenDocument[],
): void {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  for (const document of documents) {
    const text = texts.get(document.path);
    if (text === undefined) continue;
    if (!document.model.dirty && shown(text) === shown(document.model.toString())) continue;
    throw new Error(
      `${nameOf(document)} is not what was compared any more, so nothing was published.\nPublish again, and look at the permission diff anew.`,
    );
  }
}
