import * as vscode from 'vscode';
import type { Standing } from '../gate/standing.ts';

/** Tells the editor what menus and views depend on: each key when it changes, as `vectorgate.KEY`. */
export class ContextKeys {
  readonly #told = new Map<string, boolean>();

  tell({ ready, gateway, signedIn, problem, connections, latest, kernels }: Standing): void {
    const keys = {
      ready,
      configured: gateway !== '',
      signedIn,
      signedOut: !signedIn,
      trouble: problem !== undefined,
      known: connections !== undefined,
      latestKnown: latest !== undefined,
      governedKernel: kernels.some(({ standing }) => standing === 'governed'),
    };
    for (const [key, value] of Object.entries(keys)) {
      if (this.#told.get(key) === value) continue;
      this.#told.set(key, value);
      void vscode.commands.executeCommand('setContext', `vectorgate.${key}`, value);
    }
  }
}
