import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
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
      // zsh would complete there too, and run what one shell does not obey.
      if (shell === 'zsh')
        Object.assign(lines, {
          'echo `vectorgate sessions search effect:de\t': 'echo `vectorgate sessions search effect:de',
        });
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

test('a shell does not wait for a gateway that gives no answer', async () => {
  const tokenProgram = join(folder, 'token.mjs');
  await writeFile(
    tokenProgram,
    'console.log(JSON.stringify({ token: "t", expires: Date.now() / 1000 + 600 }))',
  );
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = silent.address() as AddressInfo;
    const env = {
      ...process.env,
      HOME: folder,
      XDG_CONFIG_HOME: folder,
      VECTORGATE_GATEWAY: `http://127.0.0.1:${port}`,
    };
    const asked = once(silent, 'connection');
    const { stdout } = await promisify(execFile)(
      'bash',
      [
        '-c',
        `eval "$("$0" completion bash)"
         COMP_LINE='vectorgate sessions search class:sea' COMP_POINT=36
         _vectorgate "$0" sea ""
         printf '%s\\n' "\${COMPREPLY[@]}"`,
        program,
      ],
      // The wait for an answer is far longer.
      { env: { ...env, VECTORGATE_TOKEN_COMMAND: `${process.execPath} ${tokenProgram}` }, timeout: 20_000 },
    );
    assert.equal(stdout, 'search\n');
    await asked;
  } finally {
    silent.closeAllConnections();
    silent.close();
  }
});
