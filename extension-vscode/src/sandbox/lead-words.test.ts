import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cameWords, goneWords, stillRunsWords, waitingWords } from './lead-words.ts';

test('where a kernel may run, nobody is told to run a cell before it is restarted', () => {
  assert.match(waitingWords('a.ipynb', { pid: 7 }), /run no cell before/);
  assert.match(waitingWords('a.ipynb', 'elsewhere'), /cannot be led from here.* run no cell before/);
  for (const known of [{ pid: 7 }, 'elsewhere'] as const)
    assert.doesNotMatch(waitingWords('a.ipynb', known), /first cell/);
  assert.match(waitingWords('a.ipynb', 'none'), /Only where it asks nothing, run the first cell/);
});

test('of a kernel that came it is said which process it is, and not that it is the notebook’s', () => {
  assert.match(cameWords('a.ipynb', 7), /process 7,.*that of a\.ipynb if os\.getpid\(\) says 7/);
  assert.doesNotMatch(cameWords('a.ipynb', 7), /the kernel of a\.ipynb/);
});

test('what left, or never came, is said to go to the real stores', () => {
  assert.match(stillRunsWords('a.ipynb', 7), /in no sandbox: its cells go to the real stores/);
  const kernel = { pid: 7, notebook: 'a.ipynb' };
  assert.match(
    goneWords(kernel, true, true),
    /process 7, as far as is known that of a\.ipynb.*real stores through the gate\. Run the notebook in the sandbox again/,
  );
  assert.match(goneWords({ ...kernel, notebook: undefined }, false, false), /\(process 7\).*real stores\.$/);
});
