import { join } from 'node:path';
import { GateProblem } from '../../gate/problem.ts';

/** A document of the editor, as far as it matters what of it is on the disk. */
export interface ShownDocument {
  readonly uri: { readonly scheme: string; readonly fsPath: string };
  readonly isDirty: boolean;
  getText(): string;
  save(): PromiseLike<boolean>;
}

const nameOf = ({ uri }: ShownDocument): string => uri.fsPath.split(/[\\/]/).at(-1) ?? '';
/** An editor shows neither a mark of the encoding nor mixed ends of lines. */
const shown = (text: string): string => text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');

/** Saves these files. Throws, with its name, when one of them is not on the disk as the editor shows it. */
export async function saveThese(
  paths: readonly string[],
  documents: readonly ShownDocument[],
): Promise<void> {
  for (const document of documents) {
    if (document.uri.scheme !== 'file' || !document.isDirty || !paths.includes(document.uri.fsPath)) continue;
    await document.save();
    if (!document.isDirty) continue;
    throw new GateProblem({
      code: 'not_saved',
      message: `${nameOf(document)} could not be saved, so nothing was published.`,
      next: 'Save it, then publish again.',
    });
  }
}

/** Throws, with its name, when an editor shows something else of a file than what is to be published. */
export function assertShown(
  { files, folder }: { readonly files: readonly { path: string; text: string }[]; readonly folder: string },
  documents: readonly ShownDocument[],
): void {
  const texts = new Map(files.map(({ path, text }) => [join(folder, path), text]));
  for (const document of documents) {
    const text = document.uri.scheme === 'file' ? texts.get(document.uri.fsPath) : undefined;
    if (text === undefined || (!document.isDirty && shown(text) === shown(document.getText()))) continue;
    throw new GateProblem({
      code: 'changed_meanwhile',
      message: `${nameOf(document)} is not what was compared any more, so nothing was published.`,
      next: 'Publish again, and look at the permission diff anew.',
    });
  }
}
