import { fileMessages, type ListAnswer, type ReadAnswer } from '@vectorgate/policy-schema/file-messages';
import { FileType, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

interface Asked {
  readonly uri: string;
}

/** Gives the language server the files that lie on no disk of its own, from wherever the editor has them. */
export function answerFiles(client: Pick<BaseLanguageClient, 'onRequest'>): void {
  client.onRequest(fileMessages.read, async ({ uri }: Asked): Promise<ReadAnswer> => {
    try {
      return { text: new TextDecoder().decode(await workspace.fs.readFile(Uri.parse(uri))) };
    } catch (error) {
      return { trouble: wordsOf(error) };
    }
  });
  client.onRequest(fileMessages.list, async ({ uri }: Asked): Promise<ListAnswer> => {
    const folder = Uri.parse(uri);
    try {
      const entries = (await workspace.fs.readDirectory(folder)).map(([name, type]) => ({
        name,
        uri: Uri.joinPath(folder, name).toString(),
        // Of a link it is said, too, what it leads to.
        isFolder: (type & FileType.Directory) !== 0,
      }));
      return { entries };
    } catch (error) {
      return { trouble: wordsOf(error) };
    }
  });
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
