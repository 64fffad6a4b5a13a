import type { Broker, Discovery, GovernedProcess, TokenHolder } from '@vectorgate/client';
import { type Environment, injectEnvironment } from './inject-environment.ts';
import { governTerminals, type TerminalVariables } from './terminal-environment.ts';

export interface WindowBrokerParts {
  readonly holder: TokenHolder;
  /** What the gateway of the moment says of itself. */
  readonly discover: () => Promise<Discovery>;
  /** The folder that goes in front of PYTHONPATH. */
  readonly shim: string;
  /** The extension host's: kernels that are started later inherit it. */
  readonly environment: Environment;
  readonly terminals: TerminalVariables;
  /** Whether the editor's settings give terminals a PYTHONPATH of their own. */
  readonly terminalsHavePythonPath: () => boolean;
  /** A process said hello. */
  readonly changed: () => void;
}

/**
 * This window's credential broker, and what leads new kernels and terminals to it. While it runs, nothing but its
 * address and key stands in their environment; who signs in later needs no new kernel.
 */
export class WindowBroker {
  readonly #parts: WindowBrokerParts;
  #running: { readonly broker: Broker; readonly undo: () => void } | undefined;
  /** Starts and stops go one after the other. */
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: WindowBrokerParts) {
    this.#parts = parts;
  }

  /** The living processes that said hello. */
  processes(): readonly GovernedProcess[] {
    return this.#running?.broker.processes() ?? [];
  }

  get runs(): boolean {
    return this.#running !== undefined;
  }

  /** Runs when the window is to be governed, and else not. Throws `ClientError` code `platform`. */
  become(governed: boolean): Promise<void> {
    const turn = this.#turn.catch(() => {}).then(() => (governed ? this.#start() : this.#stop()));
    this.#turn = turn;
    return turn;
  }

  async #start(): Promise<void> {
    if (this.#running !== undefined) return;
    const { holder, discover, shim, environment, terminals, terminalsHavePythonPath, changed } = this.#parts;
    const { startBroker } = await import('@vectorgate/client');
    const broker = await startBroker({ holder, discover, shim });
    broker.onDidChange(changed);
    const before = environment.PYTHONPATH;
    const wanted = broker.environment(before);
    const undo = injectEnvironment(environment, wanted);
    governTerminals(terminals, wanted, shim, Boolean(before) || terminalsHavePythonPath());
    this.#running = { broker, undo };
  }

  async #stop(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    running.undo();
    this.#parts.terminals.clear();
    await running.broker.close();
  }
}
