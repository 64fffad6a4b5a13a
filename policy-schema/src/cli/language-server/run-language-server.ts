import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from '../../language-server/index.ts';
import { addressedOnDisk } from './addressed-on-disk.ts';

/** Serves one editor over this process's standard input and output. Resolves to the exit code when the editor leaves. */
export async function runLanguageServer(): Promise<number> {
  const connection = createConnection(process.stdin, process.stdout);
  // Standard output is the editor's: nothing else may write there.
  console.log = (...words) => console.error(...words);
  serve(connection, addressedOnDisk);
  return new Promise((resolve) => {
    connection.onExit(() => resolve(0));
    process.stdin.once('end', () => resolve(0));
  });
}

/** Serves the process that started this one, over the way that it names in the arguments. */
export const serveParent = (): void => serve(createConnection(ProposedFeatures.all), addressedOnDisk);
