import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { serve } from './serve.ts';

/** Serves the editor that started this worker; all that lies around documents is asked of it. */
export function serveWorker(): void {
  const port = globalThis as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];
  serve(createConnection(new BrowserMessageReader(port), new BrowserMessageWriter(port)));
}
