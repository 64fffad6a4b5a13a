import type { Locator, Page } from 'playwright-core';
import { until } from './until.ts';

/** An open notebook. Cells are named by their ids in the file. */
export class NotebookView {
  readonly #page: Page;
  readonly #panel: Locator;
  readonly #ids: readonly string[];

  constructor(page: Page, panel: Locator, ids: readonly string[]) {
    this.#page = page;
    this.#panel = panel;
    this.#ids = ids;
  }

  cell(id: string): Locator {
    const index = this.#ids.indexOf(id);
    if (index < 0) throw new Error(`the notebook has no cell ${id}`);
    return this.#panel.locator('.jp-Notebook-cell').nth(index);
  }

  /** Everything that stands below the cell now. */
  async output(id: string): Promise<string> {
    const texts = await this.cell(id).locator('.jp-OutputArea-output').allInnerTexts();
    return texts.join('\n');
  }

  /** Runs the cell by its key, to its end. @returns what then stands below it */
  async run(id: string): Promise<string> {
    await this.start(id);
    return this.ended(id);
  }

  /** Runs the cell and does not wait for its end. */
  async start(id: string): Promise<void> {
    await this.#forget(id);
    await this.cell(id).locator('.jp-InputPrompt').first().click();
    await this.#page.keyboard.press('Control+Enter');
  }

  /** Waits for the end of the run that was started last. */
  async ended(id: string): Promise<string> {
    const prompt = this.cell(id).locator('.jp-InputPrompt').first();
    await until(`cell ${id} has ended`, async () => /^\[\d+\]:$/.test((await prompt.innerText()).trim()));
    return this.output(id);
  }

  /** Restarts the kernel by the toolbar's button, and waits for it. */
  async restart(): Promise<void> {
    const restarted = this.#page.waitForResponse((response) =>
      /\/api\/kernels\/[^/]+\/restart/.test(response.url()),
    );
    await this.#press('notebook:restart-kernel');
    await restarted;
    await this.untilIdle();
  }

  /** Restart and run all, by the toolbar's button. Wait for cells by `ended`. */
  async restartAndRunAll(): Promise<void> {
    for (const id of this.#ids) await this.#forget(id);
    await this.#press('notebook:restart-run-all');
  }

  /**
   * Waits until the kernel is there and has nothing to do. The status bar says so only once there is a kernel;
   * the notebook's own indicator looks idle before that, and a cell that is run then is not run.
   */
  async untilIdle(): Promise<void> {
    await this.#page
      .locator('#jp-main-statusbar')
      .getByText(/\| Idle$/)
      .waitFor();
  }

  async #press(command: string): Promise<void> {
    await this.#panel.locator(`.jp-Toolbar [data-command="${command}"]`).first().click();
    await this.#page.locator('.jp-Dialog .jp-mod-accept').click();
  }

  /** Blanks the prompt on the screen, so that the next number that stands there is the next run's. */
  async #forget(id: string): Promise<void> {
    await this.cell(id)
      .locator('.jp-InputPrompt')
      .first()
      .evaluate((prompt) => {
        prompt.textContent = '';
      });
  }
}
