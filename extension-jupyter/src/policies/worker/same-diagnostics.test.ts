import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Contents } from '@jupyterlab/services';
import { languagePaths, policyCheck } from '@vectorgate/policy-schema/cli';
import { TextLines } from '@vectorgate/policy-schema/language';
import { serve } from '@vectorgate/policy-schema/language-server';
import { addressedOnDisk } from '@vectorgate/policy-schema/language-server/node';
import {
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { readSurroundings } from '../surroundings/read-surroundings.ts';
import { PolicyDesk } from './policy-desk.ts';

/** Files of which some do not load, and files that do: only then rules are compared with each other. */
const folders = { hosts: 1, 'hosts-sound': 0 };

interface Seen {
  readonly file: string;
  readonly range: { start: { line: number; character: number }; end: { line: number; character: number } };
  readonly severity: string;
  readonly code: string;
  readonly message: string;
}

/** One line for each, in an order that depends on nothing but them. Other files are called as each host knows them. */
const written = (all: readonly Seen[], folder: string): string =>
  all
    .map(
      ({ file, range: { start, end }, severity, code, message }) =>
        `${file}:${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1} ${severity} ${code} ${message.replaceAll(`${folder}/`, '')}\n`,
    )
    .sort()
    .join('');

async function inCommandLine(folder: string): Promise<Seen[]> {
  let out = '';
  const args = [
    join(folder, 'policies'),
    '--json',
    '--all',
    '--config',
    join(folder, 'vectorgate.yaml'),
    '--catalogue',
    join(folder, 'vectorgate.catalogue.yaml'),
  ];
  const code = await policyCheck(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => assert.fail(text),
  });
  assert.equal(code, folders[basename(folder) as keyof typeof folders]);
  const { problems } = JSON.parse(out) as {
    problems: {
      file: string;
      line: number;
      column: number;
      endLine: number;
      endColumn: number;
      severity: string;
      code: string;
      message: string;
      remedy: string;
    }[];
  };
  return problems.map(({ file, line, column, endLine, endColumn, severity, code, message, remedy }) => ({
    file: relative(folder, file),
    range: {
      start: { line: line - 1, character: column - 1 },
      end: { line: endLine - 1, character: endColumn - 1 },
    },
    severity,
    code,
    message: `${message} ${remedy}`,
  }));
}

async function inLanguageServer(folder: string, paths: readonly string[]): Promise<Seen[]> {
  const [up, down] = [new PassThrough(), new PassThrough()];
  serve(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)), addressedOnDisk);
  const editor = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const told = new Map<string, readonly Diagnostic[]>();
  let wake = (): void => {};
  editor.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, diagnostics }: { uri: string; diagnostics: readonly Diagnostic[] }) => {
      told.set(relative(folder, fileURLToPath(uri)), diagnostics);
      wake();
    },
  );
  editor.listen();
  const workspaceFolders = [{ uri: pathToFileURL(folder).href, name: 'hosts' }];
  await editor.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders,
    capabilities: {},
  });
  await editor.sendNotification('initialized', {});
  for (const path of paths) {
    const text = await readFile(path, 'utf8');
    await editor.sendNotification('textDocument/didOpen', {
      textDocument: { uri: pathToFileURL(path).href, languageId: 'vectorgate-policy', version: 1, text },
    });
  }
  while (told.size < paths.length)
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  editor.dispose();
  const words = ['', 'error', 'warning', 'information', 'hint'];
  return [...told].flatMap(([file, diagnostics]) =>
    diagnostics.map(({ range, severity, code, message }) => ({
      file,
      range,
      severity: words[severity ?? 0] ?? '',
      code: String(code),
      message: String(message),
    })),
  );
}

/** A folder as JupyterLab's own service of files shows it. */
const contentsOf = (folder: string) =>
  ({
    driveName: () => '',
    localPath: (path: string) => path,
    get: async (path: string) => {
      const whole = join(folder, path);
      if (!(await stat(whole)).isDirectory()) return { content: await readFile(whole, 'utf8') };
      const entries = await readdir(whole, { withFileTypes: true });
      return {
        content: entries.map((entry) => ({
          name: entry.name,
          type: entry.isDirectory() ? 'directory' : 'file',
        })),
      };
    },
  }) as unknown as Contents.IManager;

async function inJupyterLab(folder: string, paths: readonly string[]): Promise<Seen[]> {
  const contents = contentsOf(folder);
  const desk = new PolicyDesk(Date.now);
  const seen: Seen[] = [];
  for (const whole of paths) {
    const path = relative(folder, whole);
    const text = await readFile(whole, 'utf8');
    const { surrounding, isAll } = await readSurroundings(contents, path, undefined);
    assert.ok(isAll);
    assert.deepEqual(desk.surround(path, surrounding), []);
    desk.put(path, text);
    const lines = new TextLines(text);
    for (const { start, end, severity, code, message, remedy } of desk.look(path).diagnostics)
      seen.push({
        file: path,
        range: lines.range(start, end),
        severity,
        code,
        message: `${message} ${remedy}`,
      });
  }
  return seen;
}

const hosts = {
  'the command line': inCommandLine,
  'the language server, which VS Code runs': inLanguageServer,
  'the worker, which JupyterLab runs': inJupyterLab,
};

for (const name of Object.keys(folders)) {
  const folder = fileURLToPath(new URL(`../../../../policy-schema/testdata/${name}`, import.meta.url));
  const golden = join(folder, 'diagnostics.txt');
  const paths = await languagePaths(join(folder, 'policies'));

  if (process.env.VECTORGATE_TEST_UPDATE === '1')
    await writeFile(golden, written(await inCommandLine(folder), folder));

  for (const [where, host] of Object.entries(hosts))
    test(`invariant 9: ${where} says of ${name} what the others say`, { timeout: 60_000 }, async () => {
      const found = written(await host(folder, paths), folder);
      assert.ok(found.length > 0);
      assert.equal(found, await readFile(golden, 'utf8'));
    });
}
