import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { commandLine } from '../command-line/command-line.ts';

const program = fileURLToPath(new URL('../../bin/vectorgate.mjs', import.meta.url));

let printed = '';
before(async () => {
  const terminal = {
    out: (text: string) => {
      printed += text;
    },
    err: () => {},
    colour: false,
    now: Date.now,
  };
  await commandLine(terminal, () => {}).parseAsync(['completion', 'bash'], { from: 'user' });
});

/** What bash would offer for a line, of which it takes `word` for the word to complete. */
async function offered(line: string, word: string): Promise<readonly string[]> {
  const script = `
    eval "$3"
    COMP_LINE=$1 COMP_POINT=\${#1}
    compopt() { printf '%s\\n' "compopt $*"; }
    _vectorgate "$0" "$2" ""
    printf '%s\\n' "\${COMPREPLY[@]}"
    complete -p vectorgate >&2`;
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script, program, line, word, printed]);
  assert.equal(stderr, 'complete -o default -F _vectorgate vectorgate\n');
  return stdout.trimEnd().split('\n');
}

test('bash completes by what the program prints for it, from where bash says that the word begins', async () => {
  assert.deepEqual(await offered('vectorgate sessions search effect:de', 'de'), ['deny']);
  assert.deepEqual(
    await offered('vectorgate sessions search "class:search effect:de', 'class:search effect:de'),
    ['class:search effect:deny'],
  );
  assert.deepEqual(await offered('vectorgate sessions search tex', 'tex'), ['compopt -o nospace', 'text:']);
});
