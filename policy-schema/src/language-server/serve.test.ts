import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  createConnection,
  createProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { addressedOnDisk } from '../cli/language-server/addressed-on-disk.ts';
import { serve } from './serve.ts';

const policy = (name: string, rules: string): string => `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: ${name}, contact: "#help" }
spec: { rules: [${rules}] }
`;

test('a look that fails at one document tells of the others, and is taken again', {
  timeout: 20_000,
}, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'policy-serve-'));
  const uriOf = (name: string): string => pathToFileURL(join(folder, `${name}.policy.yaml`)).href;
  const [up, down] = [new PassThrough(), new PassThrough()];
  // What is said of one of them names a place in another rule.
  let fails = false;
  serve(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)), {
    ...addressedOnDisk,
    uriOf: (path) => {
      if (fails) throw new Error('of one document');
      return addressedOnDisk.uriOf(path);
    },
  });
  const editor = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  t.after(async () => {
    editor.dispose();
    await rm(folder, { recursive: true });
  });
  const published: PublishDiagnosticsParams[] = [];
  let wake = (): void => {};
  editor.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published.push(params);
    wake();
  });
  const logged: string[] = [];
  editor.onNotification('window/logMessage', ({ message }: { message: string }) => {
    logged.push(message);
  });
  editor.listen();
  /** What is told of a document next. */
  const told = async (name: string): Promise<readonly unknown[]> => {
    for (;;) {
      const at = published.findIndex(({ uri }) => uri === uriOf(name));
      const [found] = at === -1 ? [] : published.splice(at, 1);
      if (found !== undefined) return found.diagnostics.map(({ code }) => code);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const look = (): Promise<void> =>
    editor.sendNotification('workspace/didChangeConfiguration', { settings: {} });
  const open = (name: string, rules: string): Promise<void> =>
    editor.sendNotification('textDocument/didOpen', {
      textDocument: {
        uri: uriOf(name),
        languageId: 'vectorgate-policy',
        version: 1,
        text: policy(name, rules),
      },
    });
  await editor.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
  await editor.sendNotification('initialized', {});
  await open('sound', '{ id: r, effect: den }');
  assert.deepEqual(await told('sound'), ['unknown-word']);
  // What was changed last is looked at first.
  await open('failing', '{ id: r, effect: deny }, { id: s, effect: deny }');
  assert.deepEqual(await told('failing'), ['refusal-redundant']);
  fails = true;
  await look();
  assert.deepEqual(await told('sound'), ['unknown-word']);
  assert.deepEqual(logged, ['Error: of one document']);
  assert.deepEqual(published, []);
  fails = false;
  // Nothing changed that counts for the one that failed.
  await editor.sendNotification('textDocument/didChange', {
    textDocument: { uri: uriOf('sound'), version: 2 },
    contentChanges: [{ text: policy('sound', '') }],
  });
  assert.deepEqual(await told('failing'), ['refusal-redundant']);
});
