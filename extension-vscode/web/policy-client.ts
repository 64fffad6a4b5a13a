import type { Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { answerFiles } from '../src/policies/answer-files.ts';
import { clientOptions } from '../src/policies/client-options.ts';
import { TestExplorer } from '../src/policies/tests/test-explorer.ts';
import { startWorker } from './start-worker.ts';

/** Starts the language server for policies as a worker, and what is made of its answers. Resolves to what stops it. */
export async function startPolicyClient(dist: Uri): Promise<() => Promise<void>> {
  const worker = await startWorker(dist, 'policy-server.web.js');
  const client = new LanguageClient('vectorgate.policies', 'VectorGate policies', worker, clientOptions());
  answerFiles(client);
  await client.start();
  const explorer = new TestExplorer((method, params, token) => client.sendRequest(method, params, token));
  return async () => {
    explorer.dispose();
    await client.dispose();
    worker.terminate();
  };
}
