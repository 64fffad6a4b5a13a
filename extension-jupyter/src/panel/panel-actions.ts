import type { KernelEntry } from '../server/status.ts';

/** What a press in the panel leads to. */
export interface PanelActions {
  readonly refresh: () => void;
  readonly signIn: () => void;
  readonly signOut: () => void;
  readonly restart: (kernel: KernelEntry) => void;
  readonly copy: (text: string) => void;
}
