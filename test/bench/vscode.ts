// npm run bench -- vscode [--rounds 3] [--settle 20]: what our extension adds to VS Code's extension host, beside an
// extension that does nothing: a workbench with a notebook and its kernel each, signed in where it is ours.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { writeNotebook } from '../browser/write-notebook.ts';
import { EditorNotebook } from '../vscode/editor-notebook.ts';
import { openVscodeWorld, type VscodeWorld } from '../vscode/vscode-world.ts';
import { Workbench } from '../vscode/workbench.ts';
import { median } from './median.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, settle: { type: 'string', default: '20' } },
});
const cells = { ask: 'import os; print("ran in", os.getpid())' };

/** The extension host of this world: its resident memory, in KiB. */
async function hostMemory(world: VscodeWorld): Promise<number> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const of = (file: string): Promise<string> => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
    if (!(await of('cmdline')).includes('--type=extensionHost')) continue;
    if (!(await of('environ')).includes(world.folder)) continue;
    return Number(/VmRSS:\s+(\d+)/.exec(await of('status'))?.[1]);
  }
  throw new Error('no extension host was found');
}

/** How long the extension took to activate, in milliseconds, as the editor itself tells. */
async function activation(bench: Workbench, name: string): Promise<number> {
  const row = bench.page.locator('.runtime-extensions-editor .extension', { hasText: name }).first();
  // A list that is opened before the editor knows the times stays as it was: it is opened anew.
  for (let tries = 1; ; tries++) {
    await bench.command('Developer: Show Running Extensions');
    const shown = await row.waitFor({ timeout: 15_000 }).then(
      () => true,
      () => false,
    );
    if (shown) break;
    if (tries === 3) throw new Error(`the editor does not list ${name} among the running extensions`);
    await bench.command('View: Close Editor');
  }
  const [, milliseconds] = /Activation: (\d+)ms/.exec(await row.innerText()) ?? [];
  if (milliseconds === undefined) throw new Error(`the editor tells no time for ${name}`);
  return Number(milliseconds);
}

interface Measured {
  readonly kib: number;
  readonly activation?: number;
  /** From the click on "Sign in" to the governed cell's output, in milliseconds. */
  readonly firstCell?: number;
}

async function measure(own: boolean): Promise<Measured> {
  const world = await openVscodeWorld({
    own,
    companions: own ? [] : ['empty'],
    prepare: (workspace) => writeNotebook(join(workspace, 'one.ipynb'), cells),
  });
  try {
    const page = world.context.pages()[0] ?? (await world.context.newPage());
    const bench = await Workbench.open(page, world.server.url, world.workspace, own);
    await page.locator('.explorer-folders-view').getByRole('treeitem', { name: 'one.ipynb' }).waitFor();
    // Nothing on the page says that the extension host is there; a notebook that is opened before it stays blank.
    await pause(8_000);
    const began = performance.now();
    if (own) await bench.signIn('ana');
    const notebook = await EditorNotebook.open(bench, world.workspace, 'one.ipynb');
    await notebook.run(0, /ran in \d+/);
    const firstCell = performance.now() - began;
    await pause(Number(values.settle) * 1000);
    const kib = await hostMemory(world);
    return {
      kib,
      ...(own && { activation: await activation(bench, 'VectorGate'), firstCell }),
    };
  } finally {
    await world.close();
  }
}

const ours: Measured[] = [];
const empty: Measured[] = [];
for (let round = 0; round < Number(values.rounds); round++) {
  empty.push(await measure(false));
  ours.push(await measure(true));
}
const mib = (measured: readonly Measured[]): number => median(measured.map(({ kib }) => kib / 1024));
const row = (name: string, measured: readonly Measured[]): string =>
  `| ${name} | ${mib(measured).toFixed(0)} | ${(mib(measured) - mib(empty)).toFixed(0)} |`;
process.stdout.write(`| extension | extension host MiB | more than empty |
|---|---:|---:|
${row('empty', empty)}
${row('VectorGate, signed in', ours)}

Activation, as the editor tells: ${median(ours.map((one) => one.activation ?? 0)).toFixed(0)} ms.
From the click on "Sign in" to the first governed cell: ${(median(ours.map(({ firstCell }) => firstCell ?? 0)) / 1000).toFixed(1)} s.
Medians of ${values.rounds} workbenches each, opened by turns.
`);
