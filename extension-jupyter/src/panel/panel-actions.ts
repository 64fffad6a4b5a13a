import type { KernelEntry } from '../server/status.ts';

/** What a press in the panel leads to. */
export interface PanelActions {
  readonly refresh: () => void;
  readonly signIn: () => void;
  readonly signOut: () => void;
  readonly restart: (kernel: KernelEntry) => void;
  readonly copy: (text: string) => void;
  /** Opens a recorded session in the player. */
  readonly openSession: (session: string, record?: string) => void;
  /** Opens the list of all sessions, with search. */
  readonly listSessions: () => void;
}
