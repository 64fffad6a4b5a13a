// Imported late: its form is read from the server when somebody first exports something.
import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { CommandRegistry } from '@lumino/commands';
import { type ExportOf, exportName, verifyCommand, whyNotExported } from '@vectorgate/replay-ui/host';
import { ServerProblem } from '../../server/server-problem.ts';
import type { ExportAsked } from './export-choice.ts';
import { ExportForm } from './export-form.ts';
import { policiesIn, readGuards } from './read-guards.ts';

/** What an export needs of JupyterLab. */
export interface ExportParts {
  readonly contents: Contents.IManager;
  readonly commands: CommandRegistry;
  /** Takes the file; without one the browser downloads it. */
  readonly browser: IDefaultFileBrowser | null;
  readonly ask: (asked: ExportAsked, signal: AbortSignal, progress: (bytes: number) => void) => Promise<Blob>;
  readonly copy: (text: string) => void;
}

const megabytes = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** Takes records away as an archive: asks how much of them and masked how, and lays the file into the folder that is shown. */
export async function exportRecords(of: ExportOf, parts: ExportParts): Promise<void> {
  const { contents, browser } = parts;
  const problem = whyNotExported(of);
  if (problem !== undefined) {
    Notification.error(`VectorGate: ${problem.message} ${problem.next}`, { autoClose: false });
    return;
  }
  const form = new ExportForm(await policiesIn(contents, browser?.model.path ?? '').catch(() => []));
  const { button } = await showDialog({
    title: 'Export records',
    body: form,
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: 'Export' })],
  });
  if (!button.accept) return;
  const ended = new AbortController();
  const id = Notification.emit('VectorGate: exporting records…', 'in-progress', {
    autoClose: false,
    actions: [{ label: 'Cancel', callback: () => ended.abort() }],
  });
  try {
    const { bodies, maskBy } = form.choice();
    const texts = maskBy === '' ? undefined : await readGuards(contents, maskBy);
    const asked: ExportAsked = { of, bodies, ...(texts !== undefined && { maskBy: texts }) };
    const blob = await parts.ask(asked, ended.signal, (bytes) =>
      Notification.update({ id, message: `VectorGate: exporting records, ${megabytes(bytes)} so far…` }),
    );
    const name = exportName('session' in of ? of.session : undefined, Date.now());
    const path = browser === null ? download(blob, name) : await lay(browser, blob, name);
    Notification.dismiss(id);
    tell(path, blob.size, parts);
  } catch (error) {
    Notification.dismiss(id);
    if (!ended.signal.aborted) Notification.error(`VectorGate: ${wordsOf(error)}`, { autoClose: false });
  }
}

/** Uploads it beside what is there: a file of that name stays, and this one gets a number. */
async function lay(browser: IDefaultFileBrowser, blob: Blob, name: string): Promise<string> {
  await browser.model.refresh();
  const taken = new Set([...browser.model.items()].map((item) => item.name));
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = name.replace(/(\.vgsession)$/, `-${number}$1`);
  const { path } = await browser.model.upload(new File([blob], free));
  return path;
}

function download(blob: Blob, name: string): undefined {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

function tell(path: string | undefined, bytes: number, { commands, copy }: ExportParts): void {
  const name = path?.split('/').at(-1);
  Notification.success(
    `VectorGate: ${name ?? 'the file is downloaded'}, ${megabytes(bytes)}. Whoever gets it verifies it without a gateway and without network.`,
    {
      autoClose: false,
      actions:
        path === undefined || name === undefined
          ? []
          : [
              {
                label: 'Open and verify',
                callback: () => void commands.execute('docmanager:open', { path }),
              },
              { label: 'Copy the command', callback: () => copy(verifyCommand(name)) },
            ],
    },
  );
}

function wordsOf(error: unknown): string {
  if (error instanceof ServerProblem) return `${error.problem.message} ${error.problem.next}`.trim();
  return error instanceof Error ? error.message : String(error);
}
