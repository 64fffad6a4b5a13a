import type { Locator } from 'playwright-core';
import { until } from '../browser/until.ts';
import type { Workbench } from './workbench.ts';

/** A policy file in the workbench's text editor. */
export class PolicyEditor {
  readonly #bench: Workbench;

  constructor(bench: Workbench) {
    this.#bench = bench;
  }

  /** The first place that is underlined. */
  squiggle(kind: 'error' | 'warning'): Locator {
    return this.#bench.page.locator(`.monaco-editor .squiggly-${kind}`).first();
  }

  /** Puts the cursor at a line and column, both from 1. */
  async goTo(line: number, column: number): Promise<void> {
    const { page } = this.#bench;
    await page.keyboard.press('Control+g');
    const input = page.locator('.quick-input-widget input');
    await input.fill(`:${line}:${column}`);
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** What the hover says that is open. */
  async hover(): Promise<string> {
    const hover = this.#bench.page.locator('.monaco-hover:not(.hidden) .monaco-hover-content').first();
    await hover.waitFor();
    return hover.innerText();
  }

  /** Takes one of the actions that are offered where the cursor is. What moves in the editor closes their list: it is opened anew. */
  async fix(title: string): Promise<void> {
    const { page } = this.#bench;
    const action = page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
    await until(`the editor offers ${title}`, async () => {
      await page.keyboard.press('Control+.');
      const taken = await action.click({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
      if (!taken) await page.keyboard.press('Escape');
      return taken;
    });
  }

  /** Takes one of the completions that are offered, by its whole label. */
  async complete(label: string): Promise<void> {
    const { page } = this.#bench;
    const row = page
      .locator('.suggest-widget.visible .monaco-list-row')
      .filter({ has: page.locator('.label-name', { hasText: new RegExp(`^${label}$`) }) })
      .first();
    await row.waitFor();
    await row.click();
    // Not the list itself: what is now to be filled in may have one of its own.
    await row.waitFor({ state: 'hidden' });
  }

  /** The completion that Enter takes, when it has this label. */
  first(label: string): Locator {
    const { page } = this.#bench;
    return page
      .locator('.suggest-widget.visible .monaco-list-row.focused')
      .filter({ has: page.locator('.label-name').getByText(label, { exact: true }) });
  }

  /** A line above the text. */
  lens(text: string | RegExp): Locator {
    return this.#bench.page.locator('.codelens-decoration', { hasText: text }).first();
  }
}
