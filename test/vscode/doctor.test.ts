import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite } from 'node:test';
import { pythonProgram } from '@vectorgate/demo';
import { screenshot, step } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { writeNotebook } from '../browser/write-notebook.ts';
import { EditorNotebook } from './editor-notebook.ts';
import { openWorkbench } from './open-workbench.ts';

suite('what governs this Python, in VS Code', () => {
  const at = openWorkbench({
    prepare: (workspace) =>
      writeNotebook(join(workspace, 'where.ipynb'), { where: 'import sys\nprint("in", sys.executable)' }),
  });

  step('the interpreter of the notebook’s kernel is asked, not the first of the path', at.page, async () => {
    const notebook = await EditorNotebook.open(at.bench, at.world.workspace, 'where.ipynb');
    await notebook.run(0, /^in /m);
    await at.bench.openPanel();
    await at.bench.viewSays('Kernels', /where\.ipynb\s*governed/);
    await at.bench.command('VectorGate: What governs this Python?');
    let said = '';
    await until('the doctor has said what it found', async () => {
      // A terminal that takes the focus takes keys, too.
      await at.bench.tab('where.ipynb');
      await at.bench.command('Terminal: Copy Last Command and Output');
      said = await at.page().evaluate<string>('navigator.clipboard.readText()');
      return said.includes('What to do:');
    });
    const [, interpreter] = /^ {2}interpreter +3\.\S+ +(\S+)$/m.exec(said) ?? [];
    assert.equal(interpreter, pythonProgram(), said);
    await screenshot(at.page(), 'vscode-doctor');
  });
});
