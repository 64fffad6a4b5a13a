// npm run bench -- archive-editors [--megabytes 100] [--bytes 8192] [--rounds 3] [--settle 0]: how long somebody waits who opens
// an archive of recorded sessions in each editor: until the first step stands there, and until all of it is verified.
// Seconds of `settle` pass between the editor's window and the press.
import { copyFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Frame, Page } from 'playwright-core';
import { openBrowserWorld } from '../browser/browser-world.ts';
import { Lab } from '../browser/lab.ts';
import { openChromium } from '../browser/open-chromium.ts';
import { openVscodeWorld, type VscodeWorld } from '../vscode/vscode-world.ts';
import { Workbench } from '../vscode/workbench.ts';
import { benchRecorder } from './bench-recorder.ts';
import { median } from './median.ts';

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '100' },
    bytes: { type: 'string', default: '8192' },
    rounds: { type: 'string', default: '3' },
    settle: { type: 'string', default: '0' },
  },
});
const name = 'bench.vgsession';
const other = 'one.empty-page';
const limit = 120_000;
const folder = await mkdtemp(join(tmpdir(), 'vectorgate-bench-'));

interface Times {
  readonly shown: number;
  /** A page that is no archive is none. */
  readonly verified?: number;
}
const measured = new Map<string, Times[]>();
const note = (what: string, times: Times): void => {
  measured.set(what, [...(measured.get(what) ?? []), times]);
};
const seconds = (of: readonly (number | undefined)[]): string => {
  const known = of.filter((one) => one !== undefined);
  return known.length === 0 ? '' : (median(known) / 1000).toFixed(2);
};

/** Milliseconds until a frame of the page holds it. */
async function waits(page: Page, from: number, holds: (frame: Frame) => Promise<boolean>): Promise<number> {
  while (performance.now() - from < limit) {
    for (const frame of page.frames())
      if (await holds(frame).catch(() => false)) return performance.now() - from;
    await pause(10);
  }
  throw new Error(`nothing showed within ${limit / 1000} s`);
}

/** Seconds from the press that opens an archive, which `open` does: until its first step shows, and until it is verified. */
async function measure(page: Page, open: () => Promise<void>): Promise<Times> {
  const from = performance.now();
  await open();
  const shown = await waits(page, from, (frame) =>
    frame.locator('vg-archive section[aria-label="Decision"] vg-decision-card').first().isVisible(),
  );
  const verified = await waits(page, from, (frame) =>
    frame.locator('vg-archive .verdict strong', { hasText: 'all stand in the signed log' }).isVisible(),
  );
  return { shown, verified };
}

/**
 * Opens a file in a browser profile of its own, in which no page of an extension was shown before, as soon as the window
 * stands and `settle` is over.
 */
async function inNewProfile(
  code: VscodeWorld,
  file: string,
  use: (bench: Workbench, open: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const context = await openChromium(await mkdtemp(join(folder, 'profile-')));
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    const bench = await Workbench.open(page, code.server.url, code.workspace);
    const row = page.locator('.explorer-folders-view').getByRole('treeitem', { name: file, exact: true });
    await row.waitFor();
    await pause(Number(values.settle) * 1000);
    await use(bench, () => row.dblclick());
  } finally {
    await context.close();
  }
}

/** The archive and, by turns, a page of an extension that shows a word: what that takes is the editor's own part. */
async function inCode(path: string): Promise<void> {
  const code = await openVscodeWorld({
    companions: ['empty-page'],
    prepare: async (workspace) => {
      await copyFile(path, join(workspace, name));
      await writeFile(join(workspace, other), '');
    },
  });
  try {
    for (let round = 0; round < Number(values.rounds); round++) {
      await inNewProfile(code, other, async ({ page }, open) => {
        const from = performance.now();
        await open();
        const shown = await waits(page, from, (frame) => frame.locator('#shown').isVisible());
        note('VS Code, an empty page, the first', { shown });
      });
      await inNewProfile(code, name, async (bench, open) => {
        for (const which of ['VS Code, the first', 'VS Code, once more']) {
          note(which, await measure(bench.page, open));
          await bench.command('View: Close All Editors');
        }
      });
    }
  } finally {
    await code.close();
  }
}

try {
  const recorder = await benchRecorder(folder, Number(values.megabytes), Number(values.bytes));
  const path = join(folder, name);
  await recorder.archive(path);
  await recorder.close();
  const { size } = await stat(path);
  await inCode(path);
  const jupyter = await openBrowserWorld({
    prepare: ({ notebooks }) => copyFile(path, join(notebooks, name)),
  });
  try {
    const { page } = await Lab.open(jupyter);
    await page.getByRole('tab', { name: 'File Browser' }).click();
    const file = page.locator('.jp-DirListing-item', { hasText: name });
    for (const round of ['JupyterLab, the first', 'JupyterLab, once more']) {
      note(round, await measure(page, () => file.dblclick()));
      await page
        .locator('#jp-main-dock-panel .lm-TabBar-tab', { hasText: name })
        .locator('.lm-TabBar-tabCloseIcon')
        .click();
    }
  } finally {
    await jupyter.close();
  }
  const rows = [...measured].map(
    ([what, times]) =>
      `| ${what} | ${seconds(times.map(({ shown }) => shown))} | ${seconds(times.map(({ verified }) => verified))} |`,
  );
  process.stdout.write(`${(size / 1e6).toFixed(0)} MB, ${recorder.records.toLocaleString('en')} records in one session; medians of ${values.rounds} in VS Code, in new browser profiles by turns

| | first step, s | verified, s |
|---|---:|---:|
${rows.join('\n')}
`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
