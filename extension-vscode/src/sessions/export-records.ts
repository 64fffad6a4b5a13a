// A bundle of its own: few windows export records, and what reads policies is large.
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { GatewayApi } from '@vectorgate/client';
import { exportSize, guardsAt, writeExport } from '@vectorgate/client/exports';
import {
  bodiesChoices,
  type ExportBodies,
  type ExportOf,
  exportName,
  maskChoices,
  verifyCommand,
  whyNotExported,
} from '@vectorgate/replay-ui/host';
import * as vscode from 'vscode';
import { GateProblem } from '../gate/problem.ts';
import { focusMayGo } from '../questions/focus-may-go.ts';
import { labelText } from '../words/label-text.ts';
import { noticeText } from '../words/notice-text.ts';

/** What an export needs of the window. */
export interface ExportParts {
  readonly api: Pick<GatewayApi, 'export'>;
  /** Whether it is still the same person, at the same gateway. */
  readonly isSame: () => boolean;
}

type MaskBy = 'own' | vscode.Uri;

/** Files of policies that are offered. */
const mostFiles = 50;

/**
 * Takes records away as an archive: asks how much of them, masked how, and where to, and opens it if somebody likes: there it
 * is verified. Rejects with what the gateway or the disk says.
 */
export async function exportRecords(of: ExportOf, parts: ExportParts): Promise<void> {
  if ('query' in of && of.query === '') {
    void vscode.window.showInformationMessage('VectorGate: search for something first, or open a session.');
    return;
  }
  const problem = whyNotExported(of);
  if (problem !== undefined) throw new GateProblem({ code: 'query_whole', ...problem });
  const bodies = await chooseBodies();
  const mask = bodies === undefined ? undefined : await chooseMask();
  if (bodies === undefined || mask === undefined) return;
  // Read before a place is asked for: what is wrong with it is told at once.
  const maskBy = mask === 'own' ? undefined : await guardsAt(mask.fsPath);
  const file = await choosePlace('session' in of ? of.session : undefined);
  if (file === undefined) return;
  // The gateway was fixed before the questions, and the token is whose the window is now.
  if (!parts.isSame())
    throw new GateProblem({
      code: 'signed_out',
      message:
        'you are not signed in any more as whom you began, or at another gateway, so nothing was exported.',
      next: 'Export again.',
    });
  const bytes = await write(file, of, bodies, maskBy, parts.api);
  if (bytes === undefined) return;
  void tell(file, bytes);
}

async function chooseBodies(): Promise<ExportBodies | undefined> {
  const chosen = await vscode.window.showQuickPick(
    bodiesChoices.map(({ label, about, bodies }) => ({ label, detail: about, bodies })),
    {
      title: 'Export records: what goes into the file',
      placeHolder: 'Who gets it sees no more than this',
      ...focusMayGo,
    },
  );
  return chosen?.bodies;
}

interface MaskItem extends vscode.QuickPickItem {
  /** Undefined: it is asked for. */
  readonly mask?: MaskBy;
}

async function chooseMask(): Promise<MaskBy | undefined> {
  const found = await vscode.workspace.findFiles('**/*.policy.yaml', '**/node_modules/**', mostFiles);
  const files = found
    .map((mask): MaskItem => ({ label: labelText(vscode.workspace.asRelativePath(mask)), mask }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
  const chosen = await vscode.window.showQuickPick<MaskItem>(
    [
      { label: maskChoices.own.label, detail: maskChoices.own.about, mask: 'own' },
      { label: maskChoices.more.label, kind: vscode.QuickPickItemKind.Separator },
      ...files,
      { label: 'Another file, or a folder of them…', detail: maskChoices.more.about },
    ],
    {
      title: 'Export records: masked how',
      placeHolder: 'As you may see it, or less than that',
      ...focusMayGo,
    },
  );
  if (chosen === undefined || chosen.mask !== undefined) return chosen?.mask;
  const [picked] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: true,
      canSelectFolders: true,
      title: 'A policy whose guards mask the export',
      openLabel: 'Mask by this',
      filters: { Policies: ['yaml', 'yml', 'json'] },
    })) ?? [];
  return picked;
}

async function choosePlace(session: string | undefined): Promise<string | undefined> {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
  const file = await vscode.window.showSaveDialog({
    title: 'Export records: where to',
    saveLabel: 'Export',
    defaultUri: vscode.Uri.file(join(folder ?? homedir(), exportName(session, Date.now()))),
    filters: { 'Recorded sessions': ['vgsession'] },
  });
  return file?.fsPath;
}

/** Undefined: somebody cancelled it. */
const write = (
  file: string,
  of: ExportOf,
  bodies: ExportBodies,
  maskBy: Awaited<ReturnType<typeof guardsAt>> | undefined,
  api: Pick<GatewayApi, 'export'>,
): Thenable<number | undefined> =>
  vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'VectorGate: exporting records',
      cancellable: true,
    },
    async (progress, cancelled) => {
      const ended = new AbortController();
      cancelled.onCancellationRequested(() => ended.abort());
      try {
        const content = await api.export(
          'session' in of ? of : { query: of.query, all: of.everybody },
          { format: 'vgsession', bodies },
          { maskBy, signal: ended.signal },
        );
        await mkdir(dirname(file), { recursive: true });
        return await writeExport(content, file, {
          signal: ended.signal,
          progress: (bytes) => progress.report({ message: exportSize(bytes) }),
        });
      } catch (error) {
        if (ended.signal.aborted) return undefined;
        throw error;
      }
    },
  );

async function tell(file: string, bytes: number): Promise<void> {
  const open = 'Open and verify';
  const copy = 'Copy the command that verifies it';
  const chosen = await vscode.window.showInformationMessage(
    `VectorGate: ${noticeText(basename(file))}, ${exportSize(bytes)}. Whoever gets it verifies it without a gateway and without network.`,
    open,
    copy,
  );
  if (chosen === open) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
  if (chosen === copy) await vscode.env.clipboard.writeText(verifyCommand(basename(file)));
}
