import { Notification } from '@jupyterlab/apputils';
import { sandboxCommand } from '@vectorgate/client/sandbox-command';

/** Copies the command that runs a program again over a session, and says what to do with it. */
export function runAgain(session: string, gateway: string, copy: (text: string) => void): void {
  copy(sandboxCommand(session, gateway));
  Notification.info(
    'VectorGate: command copied. Paste it in a terminal, and name the program behind it, as in: jupyter execute notebook.ipynb',
    { autoClose: 12_000 },
  );
}
