// npm run bench -- archive-editors [--megabytes 100] [--bytes 8192]: how long somebody waits who opens an archive of recorded
// sessions in each editor: until the first step stands there, and until all of it is verified.
import { copyFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Frame, Page } from 'playwright-core';
import { openBrowserWorld } from '../browser/browser-world.ts';
import { Lab } from '../browser/lab.ts';
import { until } from '../browser/until.ts';
import { openVscodeWorld } from '../vscode/vscode-world.ts';
import { Workbench } from '../vscode/workbench.ts';
import { benchRecorder } from './bench-recorder.ts';

const { values } = parseArgs({
  options: { megabytes: { type: 'string', default: '100' }, bytes: { type: 'string', default: '8192' } },
});
const name = 'bench.vgsession';
const other = 'other.md';
const limit = 120_000;
const rows: string[] = [];
const folder = await mkdtemp(join(tmpdir(), 'vectorgate-bench-'));

/** Milliseconds until a frame of the page holds it. */
async function waits(page: Page, from: number, holds: (frame: Frame) => Promise<boolean>): Promise<number> {
  while (performance.now() - from < limit) {
    for (const frame of page.frames())
      if (await holds(frame).catch(() => false)) return performance.now() - from;
    await pause(10);
  }
  throw new Error(`nothing showed within ${limit / 1000} s`);
}

/** From the press that opens the archive, which `open` does. */
async function measure(editor: string, page: Page, open: () => Promise<void>): Promise<void> {
  const from = performance.now();
  await open();
  const shown = await waits(page, from, (frame) =>
    frame.locator('vg-archive section[aria-label="Decision"] vg-decision-card').first().isVisible(),
  );
  const verdict = await waits(page, from, (frame) =>
    frame.locator('vg-archive .verdict strong', { hasText: 'all stand in the signed log' }).isVisible(),
  );
  const row = [editor, (shown / 1000).toFixed(2), (verdict / 1000).toFixed(2)];
  rows.push(`| ${row.join(' | ')} |`);
}

/** Opens the archive twice in an editor of its own, which `before` used for something else. */
async function inCode(
  path: string,
  round: string,
  before: (bench: Workbench) => Promise<void> = async () => {},
): Promise<void> {
  const code = await openVscodeWorld({
    prepare: async (workspace) => {
      await copyFile(path, join(workspace, name));
      await writeFile(join(workspace, other), '# Something else\n');
    },
  });
  try {
    const page = code.context.pages()[0] ?? (await code.context.newPage());
    const bench = await Workbench.open(page, code.server.url, code.workspace);
    const file = page.locator('.explorer-folders-view').getByRole('treeitem', { name, exact: true });
    await file.waitFor();
    await before(bench);
    for (const which of [round, 'VS Code, once more']) {
      await measure(which, page, () => file.dblclick());
      await bench.command('View: Close All Editors');
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
  // The editor sets up what all pages of extensions need with the first of them, whosever it is.
  await inCode(path, 'VS Code, the first');
  await inCode(path, 'VS Code, the first after another page', async (bench) => {
    await bench.openFile(other);
    await bench.command('Markdown: Open Preview to the Side');
    await until('the other page is there', async () =>
      (await Promise.all(bench.page.frames().map((one) => one.locator('.markdown-body').count()))).some(
        (count) => count > 0,
      ),
    );
    await bench.command('View: Close All Editors');
  });
  const jupyter = await openBrowserWorld({
    prepare: ({ notebooks }) => copyFile(path, join(notebooks, name)),
  });
  try {
    const { page } = await Lab.open(jupyter);
    await page.getByRole('tab', { name: 'File Browser' }).click();
    const file = page.locator('.jp-DirListing-item', { hasText: name });
    for (const round of ['JupyterLab, the first', 'JupyterLab, once more']) {
      await measure(round, page, () => file.dblclick());
      await page
        .locator('#jp-main-dock-panel .lm-TabBar-tab', { hasText: name })
        .locator('.lm-TabBar-tabCloseIcon')
        .click();
    }
  } finally {
    await jupyter.close();
  }
  process.stdout.write(
    `${(size / 1e6).toFixed(0)} MB, ${recorder.records.toLocaleString('en')} records in one session\n\n| | first step, s | verified, s |\n|---|---:|---:|\n${rows.join('\n')}\n`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
