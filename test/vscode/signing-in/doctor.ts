import assert from 'node:assert/strict';
import { pythonProgram } from '@vectorgate/demo';
import { screenshot, step } from '../../browser/step.ts';
import { until } from '../../browser/until.ts';
import type { OpenWorkbench } from '../open-workbench.ts';

/** The doctor as a command, with the kernel of where.ipynb governed. */
export function doctor(at: OpenWorkbench): void {
  step('the interpreter of the notebook’s kernel is asked, not the first of the path', at.page, async () => {
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
}
