import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'node:test';
import { customerCases } from '@vectorgate/demo';
import { openBrowserWorld } from './browser-world.ts';
import type { NotebookView } from './notebook-view.ts';
import { openLab } from './open-lab.ts';
import { placeBareKernels } from './place-bare-kernels.ts';
import { step } from './step.ts';
import { until } from './until.ts';
import { writeNotebook } from './write-notebook.ts';

/** Ana is shown the cases of her tenant alone. */
const acme = customerCases().filter((one) => one.metadata.tenant === 'acme').length;

const cells = {
  count: `import os
import chromadb
client = chromadb.HttpClient(host="chroma.internal", port=8000)
print("process", os.getpid(), "counts", client.get_collection("customer-cases").count())`,
  crash: `if os.path.exists("crash-now"):
    os.remove("crash-now")
    os.kill(os.getpid(), 9)`,
  again: `print("process", os.getpid(), "counts", client.get_collection("customer-cases").count())`,
};

suite('kernels that restart', () => {
  const at = openLab(() =>
    openBrowserWorld({
      prepare: async ({ notebooks, data }) => {
        await placeBareKernels(data);
        for (const kernel of ['python3', 'bare'])
          await writeNotebook(join(notebooks, `${kernel}.ipynb`), cells, kernel);
      },
    }),
  );
  step('Ana signs in', at.page, () => at.lab.signIn('ana', () => at.lab.status.click()));

  /** Checks what a governed cell printed. @returns the kernel's process */
  const processOf = (output: string): string => {
    const [, pid, count] = /process (\d+) counts (\d+)/.exec(output) ?? [];
    assert.equal(count, String(acme), output);
    return pid ?? '';
  };
  const isGoverned = async (name: string): Promise<void> =>
    assert.match(await (await at.lab.kernelEntry(`${name}.ipynb`)).innerText(), /● governed/);
  const crash = async (notebook: NotebookView): Promise<void> => {
    await writeFile(join(at.world.notebooks, 'crash-now'), '');
    await notebook.start('crash');
    await at.lab.page.locator('.jp-Dialog', { hasText: 'died' }).locator('.jp-mod-accept').click();
  };

  const kinds = [
    ['python3', 'a kernel of the server'],
    ['bare', 'a kernel whose specification drops our environment'],
  ] as const;
  for (const [name, about] of kinds) {
    let notebook: NotebookView;
    let first: string;

    step(`${about} is governed from its first cell`, at.page, async () => {
      notebook = await at.lab.openNotebook(`${name}.ipynb`);
      first = processOf(await notebook.run('count'));
      await isGoverned(name);
    });

    step(`${about} is governed after a restart`, at.page, async () => {
      await notebook.restart();
      await isGoverned(name);
      const second = processOf(await notebook.run('count'));
      assert.notEqual(second, first);
      first = second;
    });

    step(`${about} is governed after a crash`, at.page, async () => {
      await crash(notebook);
      const second = processOf(await notebook.run('count'));
      assert.notEqual(second, first);
      first = second;
      await isGoverned(name);
    });

    step(`${about} is governed in Restart and Run All after a crash, and again`, at.page, async () => {
      await crash(notebook);
      // When the server restarts a crashed kernel, JupyterLab's connection to it forgets every pending message and
      // future as the status "restarting" comes in (`_clearKernelState` in @jupyterlab/services), cells that were queued
      // a moment before included. That is so without our extension too, and a silent execute of ours cannot bring
      // back what a person queued: wait until it is over, as a person does who sees the dialog.
      first = processOf(await notebook.run('count'));
      for (const _time of ['first', 'second']) {
        await notebook.restartAndRunAll();
        const last = processOf(await notebook.ended('again'));
        assert.equal(processOf(await notebook.output('count')), last);
        assert.notEqual(last, first);
        first = last;
        await isGoverned(name);
      }
    });
  }

  step(
    'a kernel outside of notebooks that is not governed is, after "restart to govern"',
    at.page,
    async () => {
      const response = await fetch(`${at.world.jupyter.url}/api/kernels`, {
        method: 'POST',
        headers: { authorization: `token ${at.world.jupyter.token}` },
        body: JSON.stringify({ name: 'bare-once' }),
      });
      const { id } = (await response.json()) as { id: string };
      const name = id.slice(0, 8);
      const entry = await at.lab.kernelEntry(name);
      assert.match(await entry.innerText(), /⚠ not governed/);
      const remedy = entry.getByRole('button', { name: `restart ${name} to govern it` });
      await remedy.click();
      await at.lab.page.locator('.jp-Dialog').getByRole('button', { name: 'Cancel' }).click();
      assert.match(await (await at.lab.kernelEntry(name)).innerText(), /⚠ not governed/);
      await remedy.click();
      await at.lab.page.locator('.jp-Dialog').getByRole('button', { name: 'Restart' }).click();
      await until('the kernel is listed as governed', async () =>
        /● governed/.test(await (await at.lab.kernelEntry(name)).innerText()),
      );
    },
  );
});
