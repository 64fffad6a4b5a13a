import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runPython } from '../harness/run-python.ts';

const program = fileURLToPath(new URL('../../client/bin/vectorgate.mjs', import.meta.url));

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-shells-'));
  await symlink(program, join(folder, 'vectorgate'));
  await writeFile(join(folder, 'recorded.vgsession'), '');
});
after(() => rm(folder, { recursive: true, force: true }));

for (const shell of ['bash', 'zsh', 'fish'])
  describe(`${shell}, as somebody types`, () => {
    test('completes commands, options, and terms of a query in quotes and without', async () => {
      const lines = {
        'vectorgate sess\t': 'vectorgate sessions ',
        'vectorgate sessions export --form\tjs\t': 'vectorgate sessions export --format jsonl ',
        'vectorgate sessions search effect:de\t': 'vectorgate sessions search effect:deny ',
        'vectorgate sessions search tex\t': 'vectorgate sessions search text:',
        'vectorgate sessions search class:search -effect:de\t':
          'vectorgate sessions search class:search -effect:deny ',
        "vectorgate sessions search 'class:search effect:de\t":
          "vectorgate sessions search 'class:search effect:deny' ",
        'vectorgate sessions search "class:search effect:de\t':
          'vectorgate sessions search "class:search effect:deny" ',
        // Where the program knows no word, the shell offers its own files.
        [`vectorgate sessions verify ${folder}/rec\t`]: `vectorgate sessions verify ${folder}/recorded.vgsession `,
      };
      const typed = await typedIn(shell, Object.keys(lines));
      assert.deepEqual(typed, Object.values(lines));
    });
  });

const typedIn = (shell: string, lines: readonly string[]): Promise<unknown> =>
  runPython(fileURLToPath(new URL('completion/typed_in_shell.py', import.meta.url)), [shell, ...lines], {
    ...process.env,
    PATH: `${folder}${delimiter}${process.env.PATH}`,
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    TERM: 'vt100',
  });
