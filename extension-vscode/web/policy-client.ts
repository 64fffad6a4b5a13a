import type { Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { answerFiles } from '../src/policies/answer-files.ts';
import { clientOptions } from '../src/policies/client-options.ts';
import { type Ask, TestExplorer } from '../src/policies/tests/test-explorer.ts';
import { TestLens } from '../src/policies/tests/test-lens.ts';
import { startWorker } from './start-worker.ts';

/** Starts the language server for policies as a worker, and what is made of its answers. Resolves to what stops it. */
export async function startPolicyClient(dist: Uri): Promise<() => Promise<void>> {
  const worker = await startWorker(dist, 'policy-server.web.js');
  const client = new LanguageClient('vectorgate.policies', 'VectorGate policies', worker, clientOptions());
  answerFiles(client);
  await client.start();
  const ask: Ask = (method, params, token) => client.sendRequest(method, params, token);
  const explorer = new TestExplorer(ask);
  const lens = new TestLens(ask);
  return async () => {
    explorer.dispose();
    lens.dispose();
    await client.dispose();
    worker.terminate();
  };
}
