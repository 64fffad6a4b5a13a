import { Token } from '@lumino/coreutils';
import type { GateModel } from './gate-model.ts';
import type { GatePanel } from './panel/gate-panel.ts';
import type { LabSandboxes } from './sandbox/lab-sandboxes.ts';
import type { ServerClient } from './server/server-client.ts';

/** What other plugins of ours build on. */
export interface Gate {
  readonly model: GateModel;
  readonly panel: GatePanel;
  /** Asks the gateway by way of the Jupyter server. */
  readonly client: ServerClient;
  /** Recorded sessions that run again. */
  readonly sandboxes: LabSandboxes;
  /** Opens the player at a step. */
  readonly openSession: (session: string, record?: string) => void;
}

export type IGate = Gate;
export const IGate = new Token<Gate>(
  '@vectorgate/jupyterlab:IGate',
  'The panel of VectorGate, and what it knows.',
);
