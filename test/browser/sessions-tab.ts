import type { Locator } from 'playwright-core';
import type { Lab } from './lab.ts';

/** The tab with all sessions, and the player beside them. */
export class SessionsTab {
  readonly list: Locator;
  /** That which is seen: a session may be open in a tab of its own too. */
  readonly player: Locator;
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
    this.list = lab.page.locator('#vectorgate-sessions vg-sessions');
    this.player = lab.page.locator('vg-player:visible').first();
  }

  /** Opens it from the panel, whose part about sessions is open. */
  async open(): Promise<void> {
    await this.#lab.section('Sessions').getByRole('button', { name: 'All sessions, and search' }).click();
    await this.list.waitFor();
  }

  /** Goes back to it. */
  async show(): Promise<void> {
    await this.#lab.page.locator('.lm-TabBar-tab', { hasText: /^Sessions$/ }).click();
  }

  /** Presses keys of the player, one after the other. */
  async press(...keys: readonly string[]): Promise<void> {
    await this.player.getByRole('region', { name: 'Step' }).focus();
    for (const key of keys) await this.#lab.page.keyboard.press(key);
  }
}
