import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'node:test';
import { screenshot, step } from '../browser/step.ts';
import { until } from '../browser/until.ts';
import { writeNotebook } from '../browser/write-notebook.ts';
import { EditorNotebook } from './editor-notebook.ts';
import { openWorkbench } from './open-workbench.ts';

const cells = {
  where: `import os
print("broker" if os.environ.get("VECTORGATE_BROKER") else "no broker")`,
};

suite('a workspace that is not trusted', () => {
  const at = openWorkbench({
    settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
    prepare: (workspace) => writeNotebook(join(workspace, 'where.ipynb'), cells),
  });
  const inTerminal = async (name: string): Promise<string> => {
    const file = join(at.world.workspace, name);
    await at.bench.terminal(`(env | grep -c ^VECTORGATE_BROKER= > ${name}.part); mv ${name}.part ${name}`);
    await until('the terminal has answered', () =>
      readFile(file).then(
        () => true,
        () => false,
      ),
    );
    return (await readFile(file, 'utf8')).trim();
  };

  step('is told to be closed; people can sign in and read', at.page, async () => {
    await at.bench.openPanel();
    await at.bench.viewSays('Kernels', /not trusted, so its kernels and terminals are not governed/);
    await screenshot(at.page(), 'vscode-restricted');
    await at.bench.signIn('ana');
    await at.bench.statusSays(/Ana Ruiz/);
  });

  step('once it is trusted, terminals and kernels are governed without a reload', at.page, async () => {
    await at.bench.trust();
    await until('a terminal is led to the broker', async () => {
      const name = `env-${Date.now()}`;
      return (await inTerminal(name)) === '1';
    });
    const notebook = await EditorNotebook.open(at.bench, at.world.workspace, 'where.ipynb');
    assert.match(await notebook.run(0, /broker/), /^broker$/m);
  });
});
