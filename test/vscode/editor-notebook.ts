import { join } from 'node:path';
import { pythonProgram } from '@vectorgate/demo';
import type { Locator } from 'playwright-core';
import { until } from '../browser/until.ts';
import { chooseKernel } from './choose-kernel.ts';
import { jupyterExtension } from './jupyter-extension.ts';
import { codeCells } from './notebook-file.ts';
import type { Workbench } from './workbench.ts';

/**
 * An open notebook in the workbench, driven by the keyboard. What stands below its cells is read from the file, which the
 * editor saves by itself: the editor draws outputs in a page of their own.
 */
export class EditorNotebook {
  readonly path: string;
  readonly #workbench: Workbench;
  readonly #editor: Locator;

  private constructor(workbench: Workbench, path: string) {
    this.#workbench = workbench;
    this.path = path;
    this.#editor = workbench.page.locator('.notebookOverlay').filter({ visible: true });
  }

  /** Opens a notebook of the workspace from the explorer. */
  static async open(workbench: Workbench, workspace: string, name: string): Promise<EditorNotebook> {
    await workbench.openFile(name);
    const notebook = new EditorNotebook(workbench, join(workspace, name));
    const cell = notebook.#editor.locator('.code-cell-row').first();
    // On a busy machine a notebook that is opened just after the folder was trusted stays blank, whatever extension it is for: its tab is closed and opened again.
    const shown = await cell.waitFor({ timeout: 20_000 }).then(
      () => true,
      () => false,
    );
    if (!shown) {
      await workbench.command('View: Close Editor');
      await workbench.openFile(name);
      await cell.waitFor();
    }
    if (jupyterExtension.real !== undefined) await chooseKernel(workbench.page, pythonProgram());
    // The kernel stands in the toolbar once the notebook can run.
    await notebook.#editor.getByText(jupyterExtension.kernel).first().waitFor();
    return notebook;
  }

  /** The line below a cell, where extensions put what concerns it. */
  statusItem(text: string | RegExp): Locator {
    return this.#editor.locator('.cell-statusbar-container .cell-status-item', { hasText: text }).first();
  }

  /** What stands below each code cell. */
  async outputs(): Promise<readonly string[]> {
    return (await codeCells(this.path)).map(({ output }) => output);
  }

  /** Starts a code cell that is in view. */
  async start(index: number): Promise<void> {
    const row = this.#editor.locator('.code-cell-row').nth(index);
    await row.hover();
    await row.locator('.run-button-container .action-label[aria-label^="Execute Cell"]').click();
  }

  /** Brings the cell that failed last into view. */
  async showFailed(): Promise<void> {
    await this.#workbench.command('Notebook: Go to Most Recently Failed Cell');
  }

  /**
   * Runs a code cell that is in view, until what it printed, which is not what stood there before, holds `last`.
   * @returns what then stands below it
   */
  async run(index: number, last: RegExp): Promise<string> {
    const output = async (): Promise<string> => (await this.outputs())[index] ?? '';
    const before = await output();
    await this.start(index);
    await until(`cell ${index} has printed ${last}`, async () => {
      const now = await output();
      return now !== before && (last.test(now) || /^\w+Error: /m.test(now));
    });
    return output();
  }

  /**
   * Waits until the cell has another execution count than before and something stands below it, which a cell prints at its
   * end. @returns what stands there
   */
  async ended(index: number, before: number | undefined): Promise<string> {
    await until(`cell ${index} has ended`, async () => {
      const { count, output } = (await codeCells(this.path))[index] ?? {};
      return count !== undefined && count !== before && output !== '';
    });
    return (await codeCells(this.path))[index]?.output ?? '';
  }

  /** Runs all cells until one fails. @returns what stands below each, once that of cell `last` is there */
  async runAll(last: number): Promise<readonly string[]> {
    const before = (await codeCells(this.path))[last]?.count;
    await this.#workbench.command('Notebook: Run All');
    await this.ended(last, before);
    return this.outputs();
  }
}
