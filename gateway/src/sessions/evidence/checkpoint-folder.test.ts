import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const program = `
import { CheckpointFolder } from ${JSON.stringify(new URL('checkpoint-folder.ts', import.meta.url).href)};
const place = new CheckpointFolder(process.argv[1], { checkpoints: 'checkpoints', keys: 'keys' });
const results = [];
for (let n = 0; n < 4; n++)
  results.push(await place.appendCheckpoint('log\\n' + n + '\\n' + 'x'.repeat(180) + '\\n\\n— log AAAA\\n\\n').then(() => 'kept', ({ code }) => code));
await place.close();
process.stdout.write(JSON.stringify(results));
`;

test('a checkpoint that the disk takes in part only is refused, and what is there stays whole', (t) => {
  const folder = temporaryFolder(t);
  // 512 bytes, in the blocks that a POSIX shell counts in: two entries fit, and a part of the third.
  const run = spawnSync(
    'sh',
    ['-c', 'ulimit -f 1 && exec "$0" "$@"', process.execPath, '--input-type=module', '-e', program, folder],
    { encoding: 'utf8' },
  );
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual(JSON.parse(run.stdout), ['kept', 'kept', 'EFBIG', 'EFBIG']);
  const text = readFileSync(join(folder, 'checkpoints'), 'utf8');
  assert.ok(text.startsWith('log\n0\n') && text.includes('\n\nlog\n1\n'), text);
});
