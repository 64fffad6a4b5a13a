import { PassThrough } from 'node:stream';
import { createConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { EditorFiles } from '../editor-files.ts';
import { KnownSurroundings } from '../known-surroundings.ts';
import { PolicyDocuments } from '../policy-documents.ts';
import { ServedFiles } from '../served-files.ts';

/** Documents that are open in an editor which knows nothing of what lies around them. An analysis of one seems to take `takes` ms. */
export function servedFrom(open: readonly TextDocument[], takes: number): PolicyDocuments {
  let now = 0;
  const clock = (): number => {
    now += takes;
    return now;
  };
  const connection = createConnection(
    new StreamMessageReader(new PassThrough()),
    new StreamMessageWriter(new PassThrough()),
  );
  const files = new ServedFiles(undefined, new EditorFiles(connection, () => {}));
  return new PolicyDocuments(() => open, files, new KnownSurroundings(files, () => {}), clock);
}
