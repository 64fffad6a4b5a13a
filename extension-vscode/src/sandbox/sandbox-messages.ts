import type { GovernedName } from '@vectorgate/client';
import type { SandboxStanding } from '@vectorgate/replay-ui/host';
import type { ArchiveFile } from '../archives/archive-messages.ts';

/** What a thread that answers from a recording is given. It gets no token, and nothing of the gateway but names. */
export interface SandboxWork {
  readonly archive: ArchiveFile;
  /** What the recording is called, for people. */
  readonly named: string;
  readonly session: string;
  /** Names that are held beside those of the recording. */
  readonly others: readonly GovernedName[];
  /** The shim's `startup`. */
  readonly shim: string;
}

/** A process that said hello to a sandbox. */
export interface SandboxProgram {
  readonly pid: number;
  /** Jupyter's id of the kernel, where it is one. */
  readonly kernel: string | undefined;
  /** When it said so last, in milliseconds since the epoch. */
  readonly since: number;
}

/** What the thread tells. */
export type FromSandbox =
  /** It read and verified what it was given, and opens now: from here on it has something to clear away. */
  | { readonly kind: 'opens' }
  /** What programs in it need in their environment; told once, before it is ready. */
  | { readonly kind: 'environment'; readonly environment: Readonly<Record<string, string>> }
  | {
      readonly kind: 'standing';
      readonly standing: SandboxStanding;
      readonly programs: readonly SandboxProgram[];
    };

/** The one thing that the thread is told. */
export const stopSandbox = 'stop';
