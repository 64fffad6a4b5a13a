import type { Frame, Locator, Page } from 'playwright-core';
import { until } from '../browser/until.ts';

/** Colour themes that the tests put on, with the workbench's own class for each. */
export const colourThemes = {
  'Dark Modern': 'vs-dark',
  'Dark High Contrast': 'hc-black',
  'Light High Contrast': 'hc-light',
  'Light Modern': 'vs',
} as const;

export type ColourTheme = keyof typeof colourThemes;

/** VS Code's workbench in the browser, as a person meets it. */
export class Workbench {
  readonly page: Page;
  /** VectorGate's item of the status bar. */
  readonly status: Locator;

  private constructor(page: Page) {
    this.page = page;
    this.status = page.locator('.statusbar-item[id$="vectorgate.status"]');
  }

  /** Opens a folder in a window (a tab) of its own, and waits until our extension, where it has something to say, stands in it. */
  static async open(page: Page, url: string, folder: string, speaks = true): Promise<Workbench> {
    await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`);
    const workbench = new Workbench(page);
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    if (speaks) await workbench.status.waitFor();
    return workbench;
  }

  /** Trusts the folder, from restricted mode. */
  async trust(): Promise<void> {
    await this.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).click();
    const editor = this.page.locator('.workspace-trust-editor');
    await editor.getByRole('button', { name: 'Trust', exact: true }).click();
    await this.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor({ state: 'detached' });
    await this.page
      .locator('.modal-editor-action-container, .monaco-modal-editor-block')
      .getByRole('button', { name: /^Close/ })
      .first()
      .click();
    await editor.waitFor({ state: 'hidden' });
  }

  /** Runs a command by its title, as the palette shows it, until the palette is closed. */
  async command(title: string): Promise<void> {
    await (await this.begin(title)).waitFor({ state: 'hidden' });
  }

  /** Begins a command that asks for something. @returns the box in which it asks */
  async begin(title: string): Promise<Locator> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input');
    await input.fill(`>${title}`);
    await this.#offered(title);
    await input.press('Enter');
    return input;
  }

  /** Waits until Enter would take an entry of the open box. What was used before stands there until what is typed has been looked for, and what is like it may stand above it. */
  async #offered(text: string): Promise<void> {
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    await until(`"${text}" is the entry that Enter takes`, async () => {
      const taken = (await rows.and(this.page.locator('.focused')).allInnerTexts()).join();
      if (taken.includes(text)) return true;
      if ((await rows.filter({ hasText: text }).count()) > 0) await this.page.keyboard.press('ArrowDown');
      return false;
    });
  }

  /** Opens a recorded session by a link or an id. */
  async openRecorded(text: string): Promise<void> {
    await this.begin('VectorGate: Open recorded session');
    const input = this.page.locator('.quick-input-widget input[aria-label*="Open recorded session"]');
    await input.waitFor();
    await input.fill(text);
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** Puts on a colour theme by its name, and waits until it is on. */
  async theme(name: ColourTheme): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await this.page.keyboard.press('Control+t');
    const input = this.page.locator('.quick-input-widget input');
    await input.fill(name);
    await this.#offered(name);
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
    await this.page.locator(`.monaco-workbench.${colourThemes[name]}`).waitFor();
  }

  /** Opens a file of the folder from the explorer. */
  async openFile(name: string): Promise<void> {
    const file = this.page.locator('.explorer-folders-view').getByRole('treeitem', { name, exact: true });
    if (!(await file.isVisible()))
      await this.page.locator('.activitybar .action-label[aria-label^="Explorer"]').click();
    await file.dblclick();
  }

  /** Opens a file of the folder by its name, wherever it stands. */
  async quickOpen(name: string): Promise<void> {
    await this.page.keyboard.press('Control+p');
    const input = this.page.locator('.quick-input-widget input');
    await input.fill(name);
    await this.#offered(name);
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
    await this.page.locator('.tabs-container .tab.active', { hasText: name }).waitFor();
  }

  /** Shows our views in the side bar. */
  async openPanel(): Promise<void> {
    const icon = this.page.locator('.activitybar .action-item', {
      has: this.page.locator('.action-label[aria-label^="VectorGate"]'),
    });
    if (!(await this.view('Gateway').isVisible())) await icon.click();
    await this.view('Gateway').waitFor();
  }

  /** Opens the Accounts menu. */
  async #openAccounts(): Promise<Locator> {
    // The whole item: its badge lies over its icon.
    await this.page
      .locator('.activitybar .action-item', {
        has: this.page.locator('.action-label[aria-label^="Accounts"]'),
      })
      .click();
    const menu = this.page.locator('.context-view .monaco-menu').first();
    await menu.waitFor();
    return menu;
  }

  /** What stands in the Accounts menu. */
  async accounts(): Promise<readonly string[]> {
    const menu = await this.#openAccounts();
    const lines = await menu.locator('.action-label[aria-label]').allInnerTexts();
    await this.page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    return lines.map((line) => line.trim());
  }

  /** Waits until the Accounts menu is as it should be. @returns what then stands in it */
  async accountsSay(holds: (lines: readonly string[]) => boolean): Promise<readonly string[]> {
    let lines: readonly string[] = [];
    await until('the Accounts menu says so', async () => {
      lines = await this.accounts();
      return holds(lines);
    });
    return lines;
  }

  /** Chooses a line of the Accounts menu, or of the menu behind that line. */
  async choose(line: string, ...behind: readonly string[]): Promise<void> {
    await this.#openAccounts();
    for (const name of [line, ...behind])
      await this.page.locator('.context-view .action-menu-item:visible', { hasText: name }).last().hover();
    // A menu that opened just now takes no click yet.
    await this.page.keyboard.press('Enter');
  }

  /** A notification that holds the text. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item', { hasText: text }).first();
  }

  /** One of our views in the side bar, by its title. */
  view(title: string): Locator {
    return this.page.locator('.sidebar .pane').filter({
      has: this.page.locator('.pane-header', { hasText: new RegExp(`^\\s*${title}`, 'i') }),
    });
  }

  /** Waits until a view of ours holds the text. */
  async viewSays(title: string, text: RegExp): Promise<void> {
    await until(`the view ${title} says ${text}`, async () => text.test(await this.view(title).innerText()));
  }

  /** Waits until our item of the status bar holds the text. */
  async statusSays(text: RegExp): Promise<void> {
    await until(`the status bar says ${text}`, async () => text.test(await this.status.innerText()));
  }

  /** Signs in by the browser, from whatever begins it; says yes to the gateway. */
  async signIn(login: string, begin: () => Promise<void> = () => this.status.click()): Promise<void> {
    const page = await this.popup(begin);
    await page.locator('input[name=login]').fill(login);
    await page.locator('input[name=password]').fill(login);
    await page.locator('input[name=password]').press('Enter');
    await page.getByRole('button', { name: /^Continue as / }).click();
    await page.getByText('You can close this page now').waitFor();
    await page.close();
    await this.statusSays(/ · /);
  }

  /** The tab that `begin` opens. */
  async popup(begin: () => Promise<void>): Promise<Page> {
    const opened = this.page.context().waitForEvent('page');
    await begin();
    const page = await opened;
    await page.waitForLoadState();
    return page;
  }

  /** Another window of the same folder. */
  async anotherWindow(url: string, folder: string): Promise<Workbench> {
    const page = await this.page.context().newPage();
    return Workbench.open(page, url, folder);
  }

  /** The page of a decision that shows the text, once it is open: a frame in a frame, as the editor does it. */
  async decisionFrame(shows: string): Promise<Frame> {
    let found: Frame | undefined;
    await until(`a decision with "${shows}" is open`, async () => {
      for (const frame of this.page.frames()) {
        const text = await frame
          .locator('main')
          .innerText({ timeout: 500 })
          .catch(() => '');
        if (text.toLowerCase().includes(shows.toLowerCase())) found = frame;
      }
      return found !== undefined;
    });
    if (found === undefined) throw new Error('no decision is open');
    return found;
  }

  /** Goes back to an open editor by its tab. */
  async tab(name: string | RegExp): Promise<void> {
    await this.page.locator('.tabs-container .tab', { hasText: name }).first().click();
  }

  /** Types a line into a new terminal. */
  async terminal(line: string): Promise<void> {
    await this.command('Terminal: Create New Terminal');
    // The shell's integration marks its prompt once it takes input.
    await this.page.locator('.terminal-wrapper.active .xterm-screen').waitFor();
    await this.page
      .locator(
        '.terminal-wrapper.active .terminal-command-decoration, .terminal-wrapper.active .xterm-decoration',
      )
      .first()
      .waitFor({ state: 'attached' });
    await this.page.keyboard.type(`${line}\n`);
  }
}
