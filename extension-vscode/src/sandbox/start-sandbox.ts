// A bundle of its own: few windows run programs again.
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { GatewayApi, GovernedName } from '@vectorgate/client';
import { archiveOfRun } from '@vectorgate/client/archive-of-run';
import * as vscode from 'vscode';
import type { ArchiveFile } from '../archives/archive-messages.ts';
import { fileOf } from '../archives/file-of.ts';
import { GateProblem } from '../gate/problem.ts';
import { heldNames } from './held-names.ts';
import type { FromSandbox, SandboxWork } from './sandbox-messages.ts';
import type { RunningSandbox, SandboxOf, StartSandbox } from './sandboxes.ts';
import { stopThread } from './stop-thread.ts';

/** What a sandbox needs of the window. */
export interface SandboxWindow {
  readonly extensionPath: string;
  readonly api: () => Promise<GatewayApi>;
  /** Names that the gateway of the window governs; none where there is no gateway. */
  readonly governed: () => Promise<readonly GovernedName[]>;
}

/** Starts a sandbox in a thread. What it answers is read as the person who is signed in, here and once. */
export const startSandbox =
  (window: SandboxWindow): StartSandbox =>
  async (of, hear, signal) => {
    const work: SandboxWork = {
      archive: await archiveFor(of, window, signal),
      named: of.archive === undefined ? `Session ${of.session}` : nameOf(of.archive),
      session: of.session,
      others: await heldNames(window.governed, of.archive !== undefined),
      shim: join(window.extensionPath, 'vectorgate_shim', 'startup'),
    };
    signal.throwIfAborted();
    return runThread(join(window.extensionPath, 'dist', 'sandbox-thread.cjs'), work, hear);
  };

async function archiveFor(
  { session, archive }: SandboxOf,
  { api }: SandboxWindow,
  signal: AbortSignal,
): Promise<ArchiveFile> {
  if (archive !== undefined) return fileOf(vscode.Uri.parse(archive, true));
  const content = await archiveOfRun(await api(), session, signal);
  return { bytes: await bytesOf(content) };
}

async function bytesOf(content: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  // Each piece goes as soon as it is copied: an archive may be large.
  pieces.reverse();
  for (let piece = pieces.pop(); piece !== undefined; piece = pieces.pop()) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function runThread(path: string, work: SandboxWork, hear: (told: FromSandbox) => void): RunningSandbox {
  const thread = new Worker(path, {
    workerData: work,
    transferList: 'bytes' in work.archive ? [work.archive.bytes.buffer as ArrayBuffer] : [],
  });
  thread.on('message', hear);
  thread.on('error', (error) => {
    const { message, next } = broken(error);
    hear({ kind: 'standing', standing: { state: 'failed', message, remedy: next }, programs: [] });
  });
  return {
    stop: stopThread(thread),
    ended: once(thread, 'exit').then(
      () => undefined,
      () => undefined,
    ),
  };
}

const broken = (cause: Error): GateProblem =>
  new GateProblem({
    code: 'unexpected',
    message: `The sandbox broke: ${cause.message}`,
    next: 'Start it again; if it breaks again, tell whoever installed the VectorGate extension.',
  });

const nameOf = (archive: string): string => vscode.Uri.parse(archive, true).path.split('/').at(-1) ?? archive;
