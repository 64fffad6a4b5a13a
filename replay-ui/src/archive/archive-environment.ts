import type { ReplaySandbox } from '../host/replay-sandbox.ts';
import type { ReplayTheme } from '../host/replay-theme.ts';
import type { ArchiveLine } from './archive-line.ts';

/** What the view of an archive needs of the editor around it. None of it reaches a network. */
export interface ArchiveEnvironment {
  /** Of the file, without its folder. */
  readonly name: string;
  readonly theme: ReplayTheme;
  onThemeChange?(listener: (theme: ReplayTheme) => void): () => void;
  /** A new way to the file, which is read with the question to open it. */
  connect(): ArchiveLine;
  copy(text: string): Promise<void>;
  /** Public keys of logs that this machine knows, as C2SP signed-note writes them. */
  readonly knownKeys: readonly string[];
  /** Keeps a key for all archives that are opened here from now on. Absent: it counts for this look alone. */
  keepKey?(key: string): void;
  /** Runs programs again over what is in the file. */
  readonly sandbox?: ReplaySandbox;
  /** What was kept under that name for this file. */
  recall?(name: string): unknown;
  remember?(name: string, value: unknown): void;
}
