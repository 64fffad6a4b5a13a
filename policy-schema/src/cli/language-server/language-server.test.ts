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
  type InlayHint,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { serve } from '../../language-server/index.ts';
import { addressedOnDisk } from './addressed-on-disk.ts';

let folder = '';
let editor: ProtocolConnection;
const published: PublishDiagnosticsParams[] = [];
const waiting = new Set<() => void>();

const text = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: mine, contact: "#help" }
spec:
  rules:
    - id: a
      efect: deny
    - id: b
      effect: guard
      resources: { connections: [insights], collections: [customer-case] }
      mask: [{ fields: [note], detectors: [employee-id], method: redact }]
`;
const other = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: other, contact: "#help" }
spec: { patterns: [{ name: employee-id, pattern: E-\\d+ }], rules: [] }
`;
const config = `connections: [{ name: insights, store: chroma, address: x }]
issuers: [{ name: people, signIn: {}, claims: { tenant: string } }]
`;
const catalogue = `connections:
  - name: insights
    collections: [{ name: customer-cases, fields: { email: string } }]
`;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-language-server-'));
  await mkdir(join(folder, 'policies', 'team'), { recursive: true });
  await writeFile(join(folder, 'vectorgate.yaml'), config);
  await writeFile(join(folder, 'vectorgate.catalogue.yaml'), catalogue);
  await writeFile(join(folder, 'policies', 'mine.policy.yaml'), text);
  await writeFile(join(folder, 'policies', 'team', 'other.policy.yaml'), other);
  const [up, down] = [new PassThrough(), new PassThrough()];
  serve(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)), addressedOnDisk);
  editor = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  editor.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published.push(params);
    for (const wake of waiting) wake();
  });
  editor.listen();
  await editor.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'w' }],
    capabilities: {
      textDocument: { completion: { completionItem: { snippetSupport: true } } },
      workspace: { inlayHint: { refreshSupport: true } },
    },
  });
  await editor.sendNotification('initialized', {});
  await editor.sendNotification('textDocument/didOpen', {
    textDocument: { uri: uri(), languageId: 'yaml', version: 1, text },
  });
});
after(async () => {
  editor.dispose();
  await rm(folder, { recursive: true });
});

const uri = (name = 'mine.policy.yaml'): string => pathToFileURL(join(folder, 'policies', name)).href;
const at = (line: number, character: number) => ({
  textDocument: { uri: uri() },
  position: { line, character },
});

/** What was published last, once it is so. */
async function said(is: (codes: readonly string[]) => boolean): Promise<readonly string[]> {
  for (;;) {
    const codes = published.at(-1)?.diagnostics.map(({ code }) => String(code)) ?? [];
    if (is(codes)) return codes;
    await new Promise<void>((resolve) => {
      waiting.add(resolve);
    });
  }
}

/** Closes another document, and waits until the first one is told anew. */
async function close(other: string): Promise<void> {
  const from = published.length;
  await editor.sendNotification('textDocument/didClose', { textDocument: { uri: other } });
  for (;;) {
    const later = published.slice(from).map((one) => one.uri);
    if (later.lastIndexOf(uri()) > later.indexOf(other) && later.includes(other)) return;
    await new Promise<void>((resolve) => {
      waiting.add(resolve);
    });
  }
}

test('diagnostics come unasked, with what lies around the file counted in', async () => {
  const codes = await said((all) => all.includes('unknown-collection'));
  assert.deepEqual([...codes].sort(), ['unknown-collection', 'unknown-key']);
});

test('a fix for what is under the cursor', async () => {
  const range = { start: { line: 6, character: 8 }, end: { line: 6, character: 8 } };
  const actions: CodeAction[] = await editor.sendRequest('textDocument/codeAction', {
    textDocument: { uri: uri() },
    range,
    context: { diagnostics: [] },
  });
  assert.deepEqual(actions[0]?.title, 'Change to effect');
  assert.deepEqual(actions[0]?.edit?.changes?.[uri()], [
    { range: { start: { line: 6, character: 6 }, end: { line: 6, character: 11 } }, newText: 'effect' },
  ]);
});

test('hover, symbols and lenses', async () => {
  const hovered: Hover = await editor.sendRequest('textDocument/hover', at(7, 10));
  assert.match(
    JSON.stringify(hovered.contents),
    /For everybody, whenever they do anything with customer-case/,
  );
  const [policy]: DocumentSymbol[] = await editor.sendRequest('textDocument/documentSymbol', {
    textDocument: { uri: uri() },
  });
  assert.deepEqual(
    policy?.children?.map(({ name }) => name),
    ['a', 'b'],
  );
  const lenses: { command: { title: string } }[] = await editor.sendRequest('textDocument/codeLens', {
    textDocument: { uri: uri() },
  });
  assert.equal(lenses[0]?.command.title, '2 rules · 1 with errors');
});

test('the definition of a pattern in another file, and its new name everywhere', async () => {
  const place: { uri: string } = await editor.sendRequest('textDocument/definition', at(10, 50));
  assert.match(place.uri, /team\/other\.policy\.yaml$/);
  const edit: WorkspaceEdit = await editor.sendRequest('textDocument/rename', {
    ...at(10, 50),
    newName: 'staff-id',
  });
  assert.deepEqual(
    Object.keys(edit.changes ?? {}).map((file) => file.split('/').at(-1)),
    ['other.policy.yaml', 'mine.policy.yaml'],
  );
  await assert.rejects(
    editor.sendRequest('textDocument/rename', { ...at(10, 50), newName: 'Staff' }),
    /A pattern is called by lower-case letters/,
  );
});

test('what is typed is completed and told anew', async () => {
  const change = {
    range: { start: { line: 6, character: 6 }, end: { line: 6, character: 17 } },
    text: 'effect: deny\n      resources: { collections: [] }',
  };
  await editor.sendNotification('textDocument/didChange', {
    textDocument: { uri: uri(), version: 2 },
    contentChanges: [change],
  });
  const items: CompletionItem[] = await editor.sendRequest('textDocument/completion', at(7, 33));
  assert.deepEqual(
    items.map(({ label }) => label),
    ['customer-cases'],
  );
  await said((all) => all.includes('list-too-short'));
});

test('what is asked is answered for the text that it was asked about, whatever is typed meanwhile', async () => {
  // Nothing is known of the disk now, so that the answer has to wait for it.
  await editor.sendNotification('workspace/didChangeWatchedFiles', { changes: [] });
  const asked = editor.sendRequest<CompletionItem[]>('textDocument/completion', at(7, 33));
  const typed = (version: number, text: string, character: number) =>
    editor.sendNotification('textDocument/didChange', {
      textDocument: { uri: uri(), version },
      contentChanges: [{ range: { start: { line: 7, character: 33 }, end: { line: 7, character } }, text }],
    });
  await typed(3, 'cust', 33);
  const [first] = await asked;
  const place = { line: 7, character: 33 };
  assert.deepEqual(first?.textEdit && 'range' in first.textEdit && first.textEdit.range, {
    start: place,
    end: place,
  });
  await typed(4, '', 37);
});

test('a snapshot of what exists is checked, completed and told, by its name or its language', async () => {
  const of = (name: string) => ({ uri: name.includes(':') ? name : uri(name) });
  const open = (name: string, languageId: string, content: string) =>
    editor.sendNotification('textDocument/didOpen', {
      textDocument: { ...of(name), languageId, version: 1, text: content },
    });
  const content = 'connections:\n  - name: insights\n    store: \nissuers: [{ nme: people }]\n';
  for (const [name, language] of [
    ['mine.catalogue.yaml', 'yaml'],
    ['untitled:Untitled-1', 'vectorgate-catalogue'],
  ] as const) {
    await open(name, language, content);
    await said((codes) => codes.includes('wrong-type') && codes.includes('unknown-key'));
    const position = { line: 2, character: 11 };
    const items: CompletionItem[] = await editor.sendRequest('textDocument/completion', {
      textDocument: of(name),
      position,
    });
    assert.deepEqual(items.map(({ label }) => label).slice(0, 2), ['chroma', 'qdrant']);
    const [outline]: DocumentSymbol[] = await editor.sendRequest('textDocument/documentSymbol', {
      textDocument: of(name),
    });
    assert.deepEqual(
      outline?.children?.map(({ name }) => name),
      ['insights', '(issuer without name)'],
    );
    const actions: CodeAction[] = await editor.sendRequest('textDocument/codeAction', {
      textDocument: of(name),
      range: { start: { line: 3, character: 13 }, end: { line: 3, character: 13 } },
      context: { diagnostics: [] },
    });
    assert.equal(actions[0]?.title, 'Change to name');
    await close(of(name).uri);
  }
});

test('what protects a permit further is offered at it, where rewriting is asked for or nothing in particular', async () => {
  const name = 'permit.policy.yaml';
  const content = `${text.split('  rules:')[0]?.replace('mine', 'permit')}  rules:
    - id: read
      effect: allow
      principals: { groups: [analysts] }
      resources: { connections: [insights], collections: [customer-cases] }
      operations: [search]
`;
  const textDocument = { uri: uri(name) };
  await editor.sendNotification('textDocument/didOpen', {
    textDocument: { ...textDocument, languageId: 'yaml', version: 1, text: content },
  });
  const place = { line: 6, character: 9 };
  const actions = (only?: string[]): Promise<CodeAction[]> =>
    editor.sendRequest('textDocument/codeAction', {
      textDocument,
      range: { start: place, end: place },
      context: { diagnostics: [], ...(only !== undefined && { only }) },
    });
  const [mask, ...others] = (await actions(['refactor'])).map(({ title, kind, edit }) => ({
    title,
    kind,
    edit,
  }));
  assert.deepEqual([mask?.title, mask?.kind], ['Add a mask for email', 'refactor.rewrite']);
  assert.deepEqual(
    others.map(({ title }) => title),
    ['Ask for approval'],
  );
  const [edit] = mask?.edit?.changes?.[uri(name)] ?? [];
  assert.match(edit?.newText ?? '', /^\n {4}- id: read-masks\n {6}effect: guard\n/);
  assert.equal((await actions()).length, 2);
  assert.equal((await actions(['quickfix'])).length, 0);
  await close(textDocument.uri);
});

test('formatting gives one edit, or none', async () => {
  const edits: TextEdit[] = await editor.sendRequest('textDocument/formatting', {
    textDocument: { uri: uri() },
    options: { tabSize: 2, insertSpaces: true },
  });
  assert.deepEqual(edits, []);
});

test('colours of conditions, selections and folds', async () => {
  const textDocument = { uri: uri() };
  const { data }: { data: number[] } = await editor.sendRequest('textDocument/semanticTokens/full', {
    textDocument,
  });
  assert.deepEqual(data, []);
  const folds: unknown[] = await editor.sendRequest('textDocument/foldingRange', { textDocument });
  assert.ok(folds.length >= 3);
  const [inner]: { range: { start: { line: number } }; parent?: object }[] = await editor.sendRequest(
    'textDocument/selectionRange',
    { textDocument, positions: [{ line: 9, character: 8 }] },
  );
  assert.equal(inner?.range.start.line, 9);
  assert.ok(inner.parent);
});

test('a setting gives a code another weight, or takes it away', async () => {
  await editor.sendNotification('workspace/didChangeConfiguration', {
    settings: {
      vectorgate: { policies: { severities: { 'unknown-collection': 'off', 'unknown-key': 'off' } } },
    },
  });
  const codes = await said((all) => !all.includes('unknown-collection'));
  assert.ok(codes.includes('list-too-short'));
});

test('what a gateway tells is offered and checked against, and the editor is told what matters', async () => {
  const wanted = new Promise<unknown>((resolve) => {
    editor.onNotification('vectorgate/wantedFields', resolve);
  });
  const rule = (collections: string, more = ''): string =>
    `${text.split('  rules:')[0]}  rules:\n    - id: b\n      effect: guard\n      resources: { connections: [insights], collections: [${collections}] }\n${more}`;
  const change = async (version: number, content: string): Promise<void> => {
    await editor.sendNotification('textDocument/didChange', {
      textDocument: { uri: uri(), version },
      contentChanges: [{ text: content }],
    });
  };
  await editor.sendNotification('workspace/didChangeConfiguration', { settings: {} });
  await change(90, rule('invoices, customer-cases', '      mask: [{ fields: [iban], method: redact }]\n'));
  await said((codes) => codes.includes('unknown-collection'));
  assert.deepEqual(await wanted, {
    wanted: [
      { connection: 'insights', collections: 'invoices' },
      { connection: 'insights', collections: 'customer-cases' },
    ],
  });
  const collections = [
    { name: 'invoices', sampled: 200, fields: { iban: { types: ['string'], records: 150 } } },
    { name: 'customer-cases' },
  ];
  const document = {
    apiVersion: 'vectorgate/v1',
    kind: 'Catalog',
    metadata: { taken: new Date().toISOString() },
    spec: { connections: [{ name: 'insights', store: 'chroma', collections }], issuers: [] },
  };
  await editor.sendNotification('vectorgate/catalogue', { document });
  await said((codes) => !codes.includes('unknown-collection'));
  const lenses: { command: { title: string } }[] = await editor.sendRequest('textDocument/codeLens', {
    textDocument: { uri: uri() },
  });
  assert.match(lenses[0]?.command.title ?? '', /1 rule · live catalogue, just now/);
  await change(91, rule('invoices', '      mask: [{ fields: [] }]\n'));
  const items: CompletionItem[] = await editor.sendRequest('textDocument/completion', at(8, 24));
  assert.deepEqual(
    items.slice(0, 1).map(({ label, detail, documentation }) => [label, detail, documentation]),
    [['iban', 'string, in invoices', { kind: 'markdown', value: 'In 75 % of the records of `invoices`.' }]],
  );
  // Without it the snapshot counts again.
  await change(92, rule('invoices', '      mask: [{ fields: [iban], method: partial, keepLast: 4 }]\n'));
  const hints: InlayHint[] = await editor.sendRequest('textDocument/inlayHint', {
    textDocument: { uri: uri() },
    range: { start: { line: 8, character: 0 }, end: { line: 9, character: 0 } },
  });
  assert.deepEqual(hints, [
    { position: { line: 8, character: 46 }, label: '→ ••••••••••••••••••3000', paddingLeft: true },
  ]);
  const refreshed = new Promise<void>((resolve) => {
    editor.onRequest('workspace/inlayHint/refresh', () => {
      resolve();
      return null;
    });
  });
  await editor.sendNotification('vectorgate/catalogue', { document: null });
  await refreshed;
  await said((codes) => codes.includes('unknown-collection'));
});

test('recorded operations stand over the rules that they are about, and are counted anew when a rule changes', async () => {
  const rule = (topK: number): string =>
    `${text.split('  rules:')[0]}  rules:
    - id: analysts-read
      effect: allow
      principals: { groups: [analysts] }
      resources: { connections: [insights], collections: [customer-cases] }
      operations: [search]
      limits: { topK: ${topK} }
`;
  const change = async (version: number, content: string): Promise<void> => {
    await editor.sendNotification('textDocument/didChange', {
      textDocument: { uri: uri(), version },
      contentChanges: [{ text: content }],
    });
  };
  const linesOver = async (wanted: RegExp): Promise<readonly string[]> => {
    for (;;) {
      const lenses: { command: { title: string; command: string } }[] = await editor.sendRequest(
        'textDocument/codeLens',
        { textDocument: { uri: uri() } },
      );
      const told = lenses.map(
        ({ command }) => `${command.title}${command.command && ` → ${command.command}`}`,
      );
      if (told.some((one) => wanted.test(one))) return told;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const ask = {
    connection: 'insights',
    people: 'people',
    who: { issuer: 'people', kind: 'person', subject: 'ana', groups: ['analysts'], claims: {} },
    operations: [
      {
        store: 'chroma',
        name: 'query',
        classes: ['search'],
        targets: [
          {
            tenant: { is: 'one', name: 't' },
            database: { is: 'one', name: 'd' },
            namespace: { is: 'none' },
            collection: { is: 'one', name: 'customer-cases' },
          },
        ],
        topK: { value: 40, name: 'n_results', given: true },
        records: 1,
        references: [],
        returns: 'all',
      },
    ],
    decision: { effect: 'allow' },
  };
  const record = { id: '01JD8Z6Q4MX3V7H2K9RBT5WYCN', session: '01JD8Z6Q4MX3V7H2K9RBT5WYCA', ask: 0 };
  const records = [1, 2, 3].map((hour) => ({ ...record, time: `2026-11-28T0${hour}:00:00Z` }));
  await change(100, rule(50));
  await editor.sendNotification('vectorgate/traffic', {
    pages: [{ asks: [ask], records, withheld: 0 }],
    period: '7d',
    whole: true,
    read: Date.now() - 120_000,
  });
  const told = await linesOver(/matched/);
  assert.match(told[0] ?? '', /records read 2 min ago/);
  assert.ok(told.includes('matched 3 operations in 7 days → vectorgate.whatIfOfRule'), told.join(' | '));
  await change(101, rule(20));
  await linesOver(/matched 3 operations in 7 days, would refuse 3/);
  // What nothing met is told as soon as it is counted, though nobody types on.
  await change(
    102,
    `${rule(20)}${rule(20).split('  rules:\n')[1]!.replace('analysts-read', 'unused').replace('analysts', 'others')}`,
  );
  await said((codes) => codes.includes('rule-not-hit'));
  await editor.sendNotification('vectorgate/traffic', { absent: 'sign in to see what was asked' });
  const absent = await linesOver(/sign in to see what was asked/);
  assert.ok(!absent.some((one) => one.includes('matched')));
  await said((codes) => !codes.includes('rule-not-hit'));
});

test('a file of ten megabytes is told to be too large, and the next one is answered as ever', async () => {
  const huge = pathToFileURL(join(folder, 'policies', 'huge.policy.yaml')).href;
  const lines = '    - { id: a, effect: deny }\n'.repeat(380_000);
  await editor.sendNotification('textDocument/didOpen', {
    textDocument: { uri: huge, languageId: 'yaml', version: 1, text: lines },
  });
  while (
    !published.some(({ uri: of, diagnostics }) => of === huge && diagnostics[0]?.code === 'file-too-large')
  )
    await new Promise<void>((resolve) => waiting.add(resolve));
  const position = { line: 190_000, character: 10 };
  assert.deepEqual(
    await editor.sendRequest('textDocument/completion', { textDocument: { uri: huge }, position }),
    [],
  );
  await editor.sendNotification('textDocument/didClose', { textDocument: { uri: huge } });
  await editor.sendNotification('textDocument/didChange', {
    textDocument: { uri: uri(), version: 120 },
    contentChanges: [{ text }],
  });
  await said((codes) => codes.includes('unknown-key'));
});

test('once no policy is open the editor is told that nothing is to be asked for', async () => {
  const wanted = new Promise<unknown>((resolve) => {
    editor.onNotification('vectorgate/wantedFields', resolve);
  });
  await editor.sendNotification('textDocument/didClose', { textDocument: { uri: uri() } });
  assert.deepEqual(await wanted, { wanted: null });
});
