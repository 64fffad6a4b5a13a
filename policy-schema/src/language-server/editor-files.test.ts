import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { after, before, beforeEach, test } from 'node:test';
import {
  createConnection,
  createProtocolConnection,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { addressedOnDisk } from '../cli/language-server/addressed-on-disk.ts';
import { type ListedTest, listTests, type RanTests, runTests } from '../test-run/answers/test-answers.ts';
import { fileMessages, type ListAnswer, type ReadAnswer } from './file-messages.ts';
import { serve } from './serve.ts';

const policy = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: mine, contact: "#help" }
spec:
  rules:
    - id: analysts-read
      effect: allow
      principals: { groups: [analysts] }
      resources: { connections: [insights], collections: [customer-case] }
      operations: [search]
      limits: { topK: 50 }
    - id: numbers-are-masked
      effect: guard
      resources: { connections: [insights] }
      mask: [{ fields: [note], detectors: [employee-id], method: redact }]
`;
const patterns = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: patterns, contact: "#help" }
spec: { patterns: [{ name: employee-id, pattern: E-\\d+ }], rules: [] }
`;
const catalogue = `apiVersion: vectorgate/v1
kind: Catalog
metadata: { taken: "2026-11-29T09:00:00Z" }
spec:
  connections:
    - name: insights
      store: chroma
      collections: [{ name: customer-cases }]
  issuers: [{ name: people, claims: { tenant: string }, groups: [analysts] }]
`;
const tests = `apiVersion: vectorgate/v1
kind: PolicyTest
metadata: { name: mine }
spec:
  policies: ["../policies/Q1 (new)/mine.policy.yaml", ../policies/patterns.policy.yaml]
  now: "2026-11-21T12:00:00Z"
  connection: insights
  identities:
    ana: { groups: [analysts] }
  operations:
    search: { class: search, collection: customer-case, topK: 10 }
  tests:
    - name: analysts search
      identities: [ana]
      operations: [search]
      expect: { effect: allow }
`;

const root = 'vscode-vfs://github/acme/rules';
const uri = `${root}/policies/Q1%20%28new%29/mine.policy.yaml`;
const testUri = `${root}/tests/mine.policy-test.yaml`;
/** By the addresses that an editor writes. */
const files = new Map([
  [uri, policy],
  [`${root}/policies/patterns.policy.yaml`, patterns],
  [`${root}/policies/.hidden/a.policy.yaml`, 'not: read'],
  [`${root}/vectorgate.catalogue.yaml`, catalogue],
  [testUri, tests],
]);
const asked: string[] = [];
const published: PublishDiagnosticsParams[] = [];
const waiting = new Set<() => void>();
let editor: ProtocolConnection;

before(async () => {
  const [up, down] = [new PassThrough(), new PassThrough()];
  // With a disk as without one: what lies on no disk is asked of the editor.
  serve(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)), addressedOnDisk);
  editor = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  editor.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published.push(params);
    for (const wake of waiting) wake();
  });
  editor.onRequest(fileMessages.read, ({ uri: at }: { uri: string }): ReadAnswer => {
    asked.push(at);
    const text = files.get(at);
    return text === undefined ? { trouble: 'there is no such file' } : { text };
  });
  editor.onRequest(fileMessages.list, ({ uri: at }: { uri: string }): ListAnswer => {
    asked.push(at);
    const entries = new Map<string, boolean>();
    for (const file of files.keys()) {
      if (!file.startsWith(`${at}/`)) continue;
      const [name = '', ...more] = file.slice(at.length + 1).split('/');
      entries.set(name, more.length > 0);
    }
    if (entries.size === 0) return { trouble: 'there is no such folder' };
    return {
      entries: [...entries].map(([name, isFolder]) => ({
        name: decodeURIComponent(name),
        uri: `${at}/${name}`,
        isFolder,
      })),
    };
  });
  editor.listen();
  await editor.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders: [{ uri: root, name: 'rules' }],
    initializationOptions: { files: true },
    capabilities: {},
  });
  await editor.sendNotification('initialized', {});
});
beforeEach(() => {
  asked.length = 0;
});
after(() => editor.dispose());

async function codesOf(document: string): Promise<readonly string[]> {
  for (;;) {
    const last = published.findLast((one) => one.uri === document);
    if (last !== undefined) return last.diagnostics.map(({ code }) => String(code)).sort();
    await new Promise<void>((resolve) => {
      waiting.add(resolve);
    });
  }
}

test('a policy that lies on no disk is compared with what the editor has around it', async () => {
  await editor.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'vectorgate-policy', version: 1, text: policy },
  });
  // The pattern is another file's, the collection is one of the snapshot's but for a letter.
  assert.deepEqual(await codesOf(uri), ['unknown-collection', 'vector-unmasked']);
  assert.ok(asked.includes(`${root}/policies/patterns.policy.yaml`));
  assert.ok(!asked.some((one) => one.includes('.hidden')));
});

test('folders are listed once, until something changes', async () => {
  await editor.sendRequest('textDocument/hover', {
    textDocument: { uri },
    position: { line: 5, character: 12 },
  });
  assert.deepEqual(asked, []);
});

test('tests run over the policies that they name', async () => {
  const listed = await editor.sendRequest<readonly ListedTest[]>(listTests, { uri: testUri });
  assert.deepEqual(
    listed.map(({ name }) => name),
    ['analysts search'],
  );
  const ran = await editor.sendRequest<RanTests>(runTests, { uri: testUri });
  assert.deepEqual([ran.trouble, ran.results.map(({ passed }) => passed)], [undefined, [true]]);
  assert.ok(ran.coverage.some((one) => one.uri === uri));
});

test('of a document that no folder of the workspace holds nothing is asked', async () => {
  const older = 'git:/rules/mine.policy.yaml?HEAD';
  await editor.sendNotification('textDocument/didOpen', {
    textDocument: { uri: older, languageId: 'vectorgate-policy', version: 1, text: policy },
  });
  assert.deepEqual(await codesOf(older), ['unknown-detector']);
  assert.deepEqual(asked, []);
});
