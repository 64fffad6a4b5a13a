import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  type CodeAction,
  type CompletionItem,
  createConnection,
  createProtocolConnection,
  type DocumentSymbol,
  type Hover,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  SymbolKind,
} from 'vscode-languageserver/node';
import { serve } from '../../language-server/index.ts';
import {
  type ListedTest,
  listTests,
  type RanTests,
  runTests,
  type TestTally,
  tallyTests,
} from '../../test-run/index.ts';
import { addressedOnDisk } from './addressed-on-disk.ts';

let folder = '';
let editor: ProtocolConnection;
let published: PublishDiagnosticsParams | undefined;
let wake: (() => void) | undefined;

const policy = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: p }
spec:
  rules:
    - id: read
      effect: allow
      principals: { groups: [analysts] }
      resources: { connections: [insights] }
      operations: [search]
      when: identity.kind == "person" || identity.claims.tenant == "x"
`;
const tests = `apiVersion: vectorgate/v1
kind: PolicyTest
metadata: { name: t }
spec:
  now: "2026-11-21T12:00:00Z"
  identities: { ana: { groups: [analysts] }, eve: {} }
  operations: { search: { class: search, collection: c, topK: 1 } }
  matrix:
    ana: { search: allow }
  tests:
    - name: both
      identities: [ana, eve]
      operations: [search]
      expect: { effect: allow, rules: [raed] }
`;
const config = `connections: [{ name: insights, store: chroma, address: x }]
issuers: [{ name: people, signIn: {}, claims: { tenant: string } }]
`;

const uri = (): string => pathToFileURL(join(folder, 'policies', 't.policy-test.yaml')).href;
let version = 1;
const change = (text: string) =>
  editor.sendNotification('textDocument/didChange', {
    textDocument: { uri: uri(), version: ++version },
    contentChanges: [{ text }],
  });

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-test-server-'));
  await mkdir(join(folder, 'policies'));
  await writeFile(join(folder, 'vectorgate.yaml'), config);
  await writeFile(join(folder, 'policies', 'p.policy.yaml'), policy);
  await writeFile(join(folder, 'policies', 't.policy-test.yaml'), 'not what is open');
  const [up, down] = [new PassThrough(), new PassThrough()];
  serve(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)), addressedOnDisk);
  editor = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  editor.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published = params;
    wake?.();
  });
  editor.listen();
  await editor.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'w' }],
    capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } } } },
  });
  await editor.sendNotification('initialized', {});
  await editor.sendNotification('textDocument/didOpen', {
    textDocument: { uri: uri(), languageId: 'vectorgate-policy-test', version, text: tests },
  });
});
after(async () => {
  editor.dispose();
  await rm(folder, { recursive: true });
});

/** What is said of the tests, once it is so. */
async function said(is: (codes: readonly string[]) => boolean): Promise<readonly string[]> {
  for (;;) {
    const codes = published?.diagnostics.map(({ code }) => String(code)) ?? [];
    if (published !== undefined && is(codes)) return codes;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

test('a rule that the policies do not have is told, and mended', async () => {
  assert.deepEqual(await said((codes) => codes.length > 0), ['unknown-rule']);
  const position = { line: 13, character: 40 };
  const actions: CodeAction[] = await editor.sendRequest('textDocument/codeAction', {
    textDocument: { uri: uri() },
    range: { start: position, end: position },
    context: { diagnostics: [] },
  });
  assert.deepEqual(
    actions.map(({ title }) => title),
    ['Change to read'],
  );
  const ran: RanTests = await editor.sendRequest(runTests, { uri: uri() });
  assert.match(
    ran.trouble ?? '',
    /^The tests cannot be run: .*t\.policy-test\.yaml:14: No rule is called raed\./,
  );
});

test('an identity is explained, and the outline lists the tests', async () => {
  const line = tests.split('\n').findIndex((one) => one.includes('ana:'));
  const found: Hover = await editor.sendRequest('textDocument/hover', {
    textDocument: { uri: uri() },
    position: { line, character: tests.split('\n')[line]!.indexOf('ana:') + 1 },
  });
  assert.match((found.contents as { value: string }).value, /^Identity `ana`: a person/);
  const outline: DocumentSymbol[] = await editor.sendRequest('textDocument/documentSymbol', {
    textDocument: { uri: uri() },
  });
  assert.ok(outline[0]?.children?.some(({ name, kind }) => name === 'ana' && kind === SymbolKind.Constant));
});

test('names are completed: identities, operations, rules, keys and words', async () => {
  const labels = async (line: number, character: number): Promise<string[]> => {
    const items: CompletionItem[] = await editor.sendRequest('textDocument/completion', {
      textDocument: { uri: uri() },
      position: { line, character },
    });
    return items.map(({ label }) => label);
  };
  await change(
    tests
      .replace('[ana, eve]', '[ana, ]')
      .replace('[raed]', '[]')
      .replace('    ana: {', '    e: {}\n    ana: {'),
  );
  assert.deepEqual(await labels(8, 5), ['eve']);
  assert.deepEqual(await labels(12, 24), ['eve']);
  assert.deepEqual(await labels(14, 39), ['read']);
  await change(tests.replace('effect: allow,', 'effect: '));
  assert.deepEqual(await labels(13, 24), ['allow', 'deny', 'require-approval']);
  await change(`${tests}        `);
  assert.ok((await labels(14, 8)).length > 0);
  await change('');
  assert.deepEqual((await labels(0, 0))[0], 'tests of policies');
});

test('in a file of JSON a mended word is JSON, and no YAML is offered', async () => {
  const at = pathToFileURL(join(folder, 'policies', 'j.policy-test.json')).href;
  const text = JSON.stringify({
    apiVersion: 'vectorgate/v1',
    kind: 'PolicyTest',
    metadata: { name: 'j' },
    spec: { identities: { ana: {} }, operations: {}, tests: [{ identities: [] }], matrx: {} },
  });
  await editor.sendNotification('textDocument/didOpen', {
    textDocument: { uri: at, languageId: 'vectorgate-policy-test', version: 1, text },
  });
  const position = { line: 0, character: text.indexOf('matrx') };
  const actions: CodeAction[] = await editor.sendRequest('textDocument/codeAction', {
    textDocument: { uri: at },
    range: { start: position, end: position },
    context: { diagnostics: [] },
  });
  assert.deepEqual(
    actions.map(({ edit }) => edit?.changes?.[at]?.[0]?.newText),
    ['"matrix"'],
  );
  const items: CompletionItem[] = await editor.sendRequest('textDocument/completion', {
    textDocument: { uri: at },
    position: { line: 0, character: text.indexOf('[]') + 1 },
  });
  assert.deepEqual(items, []);
});

test('tests are listed and run as they are open, with coverage of the policies', async () => {
  await change(tests.replace('raed', 'read'));
  assert.deepEqual(await said((codes) => codes.length === 0), []);
  const listed: ListedTest[] = await editor.sendRequest(listTests, { uri: uri() });
  assert.deepEqual(
    listed.map(({ name, range, cases }) => [name, range.start.line, cases.map((one) => one.name)]),
    [
      ['what ana may do', 8, ['ana, search']],
      ['both', 10, ['ana, search', 'eve, search']],
    ],
  );
  const ran: RanTests = await editor.sendRequest(runTests, { uri: uri() });
  assert.equal(ran.trouble, undefined);
  assert.deepEqual(
    ran.results.map(({ passed, message }) => [passed, message]),
    [
      [true, ''],
      [true, ''],
      [false, 'search by eve: allow expected, deny decided.'],
    ],
  );
  const failed = ran.results[2]!;
  assert.deepEqual(failed.range.start, { line: 13, character: 16 });
  assert.match(failed.expected, /^effect: allow\nrules: \[read\]\n/);
  assert.match(failed.actual, /^effect: deny\nrules: \[\]\ncode: no-permit\n/);
  const [file] = ran.coverage;
  assert.match(file!.uri, /p\.policy\.yaml$/);
  assert.deepEqual(
    file!.rules.map(({ name, hits, range }) => [name, hits, range.start.line]),
    [['read', 2, 5]],
  );
  assert.deepEqual(
    file!.rules[0]!.branches.map(({ text, yes, no }) => [text, yes, no]),
    [
      ['identity.kind == "person" || identity.claims.tenant == "x"', 2, 0],
      ['identity.kind == "person"', 2, 0],
      ['identity.claims.tenant == "x"', 0, 0],
    ],
  );
  const one: RanTests = await editor.sendRequest(runTests, { uri: uri(), ids: [listed[1]!.cases[0]!.id] });
  assert.equal(one.results.length, 1);
});

test('for a policy it is counted how the tests that are about it come out, as they are open', async () => {
  const tally = (name: string): Promise<TestTally | null> =>
    editor.sendRequest(tallyTests, {
      uri: uri(),
      policy: pathToFileURL(join(folder, 'policies', name)).href,
    });
  await change(tests.replace('raed', 'read'));
  assert.deepEqual(await tally('p.policy.yaml'), { passed: 2, failed: 1 });
  assert.equal(await tally('other.policy.yaml'), null);
  await change(tests.replace('identities: [ana, eve]', 'identities: [ana]').replace('raed', 'read'));
  assert.deepEqual(await tally('p.policy.yaml'), { passed: 2, failed: 0 });
  await change(tests);
  const broken = await tally('p.policy.yaml');
  assert.match(broken?.trouble ?? '', /^The tests cannot be run: .*No rule is called raed\./);
  await change(tests.replace('raed', 'read'));
});

test('policies that do not load are told at the top, and nothing is run', async () => {
  await writeFile(join(folder, 'policies', 'p.policy.yaml'), policy.replace('effect: allow', 'efect: allow'));
  await change(tests.replace('raed', 'read '));
  await said((codes) => codes.length === 1);
  assert.match(
    String(published!.diagnostics[0]!.message),
    /^The policies do not load: .*efect is not a key of the rule/,
  );
  const ran: RanTests = await editor.sendRequest(runTests, { uri: uri() });
  assert.match(ran.trouble ?? '', /^The policies do not load/);
  await writeFile(join(folder, 'policies', 'p.policy.yaml'), policy);
});
