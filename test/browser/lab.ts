import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Login, RunningJupyter } from '@vectorgate/demo';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { NotebookView } from './notebook-view.ts';

/** What JupyterLab in a browser needs. */
export interface LabWorld {
  readonly jupyter: RunningJupyter;
  readonly context: BrowserContext;
  /** The folder that JupyterLab shows. */
  readonly notebooks: string;
}

/** JupyterLab in the browser, as a person meets it. */
export class Lab {
  readonly page: Page;
  readonly panel: Locator;
  /** VectorGate's item of the status bar. */
  readonly status: Locator;
  readonly #world: LabWorld;

  private constructor(world: LabWorld, page: Page) {
    this.#world = world;
    this.page = page;
    this.panel = page.locator('#vectorgate-panel');
    this.status = page.locator('.vg-StatusItem-button');
  }

  /** Opens JupyterLab with nothing but its launcher, and VectorGate's panel beside it. */
  static async open(world: LabWorld): Promise<Lab> {
    const page = world.context.pages()[0] ?? (await world.context.newPage());
    const lab = new Lab(world, page);
    await page.goto(`${world.jupyter.url}/lab?token=${world.jupyter.token}`);
    await lab.status.waitFor();
    // JupyterLab's own: the launcher comes last, and takes the focus from whatever has it.
    await page.locator('.jp-Launcher:focus, .jp-Launcher :focus').waitFor({ state: 'attached' });
    await page.locator('.jp-SideBar [data-id="vectorgate-panel"]').click();
    await lab.panel.waitFor();
    return lab;
  }

  /** Opens a notebook of the world's folder and waits for its kernel. */
  async openNotebook(name: string): Promise<NotebookView> {
    const text = await readFile(join(this.#world.notebooks, name), 'utf8');
    const { cells } = JSON.parse(text) as { cells: { id: string }[] };
    await this.page.getByRole('tab', { name: 'File Browser' }).click();
    await this.page.locator('.jp-DirListing-item', { hasText: name }).dblclick();
    const tab = this.page.locator('#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current', { hasText: name });
    await tab.waitFor();
    const id = await tab.getAttribute('data-id');
    const view = new NotebookView(
      this.page,
      this.page.locator(`#${id}`),
      cells.map((cell) => cell.id),
    );
    await view.untilIdle();
    await this.page.locator('.jp-SideBar [data-id="vectorgate-panel"]').click();
    return view;
  }

  /** Signs in by the popup that `open` brings up; fills the provider's form and says yes to the gateway. */
  async signIn(login: Login, open: () => Promise<void>): Promise<void> {
    const popup = await this.popup(open);
    const closed = popup.waitForEvent('close');
    await fillForm(popup, login);
    await popup.getByRole('button', { name: /^Continue as / }).click();
    await closed;
    await this.panel.getByRole('region', { name: 'Signed in' }).waitFor();
  }

  /** The window that `open` brings up. */
  async popup(open: () => Promise<void>): Promise<Page> {
    const opened = this.page.waitForEvent('popup');
    await open();
    return opened;
  }

  async signOut(): Promise<void> {
    await this.panel.getByRole('button', { name: 'sign out' }).click();
    await this.panel.getByRole('button', { name: 'Sign in' }).waitFor();
  }

  /** A part of the panel by its heading. */
  section(heading: string): Locator {
    return this.panel.locator('details').filter({ has: this.page.locator('summary', { hasText: heading }) });
  }

  /** The panel's entry of a kernel, asked for anew. */
  async kernelEntry(name: string): Promise<Locator> {
    const answered = this.page.waitForResponse((response) => response.url().includes('/vectorgate/status'));
    await this.panel.getByRole('button', { name: 'Look again' }).click();
    await answered;
    return this.section('Kernels').locator('li', { hasText: name });
  }
}

/** Fills in the provider's form, and waits for the gateway's question whether to go on. */
export async function fillForm(window: Page, login: Login): Promise<void> {
  await window.locator('input[name=login]').fill(login);
  await window.locator('input[name=password]').fill(login);
  await window.locator('input[name=password]').press('Enter');
  await window.getByText('/vectorgate/callback').waitFor();
}
