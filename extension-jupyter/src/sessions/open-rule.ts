import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { GateModel } from '../gate-model.ts';
import { onOtherPerson } from '../on-other-person.ts';
import type { ServerClient } from '../server/server-client.ts';
import { findPolicy } from './find-policy.ts';
import type { PolicyInForceWidget } from './policy-in-force-widget.ts';
import { ruleSource } from './rule-source.ts';

/** What opening rules needs of the application. */
export interface OpenRuleParts {
  readonly app: JupyterFrontEnd;
  readonly client: ServerClient;
  readonly model: GateModel;
  readonly documents: IDocumentManager;
  readonly area: 'main' | 'down';
}

/** Opens the policy files that rules stand in. */
export class RuleOpener {
  private readonly parts: OpenRuleParts;
  private readonly open = new Map<string, PolicyInForceWidget>();
  /** Another for each person. */
  private turn = 0;

  constructor(parts: OpenRuleParts) {
    this.parts = parts;
    // What one person may read is nobody else's to see.
    onOtherPerson(parts.model, () => {
      this.turn += 1;
      for (const widget of [...this.open.values()]) widget.dispose();
    });
  }

  /**
   * Opens a policy file of the gateway's at a line (1-based): this server's folder's own, else as it is in force, to be read;
   * says so where there is neither.
   */
  async show(file: string, line: number): Promise<void> {
    const { documents, client, model } = this.parts;
    const { turn } = this;
    const source = await ruleSource(file, {
      find: (named) => findPolicy(documents.services.contents, named),
      reads: model.status?.who?.policyReader === true,
      // What the gateway does not tell now is not there to be read.
      inForce: () => client.recorded('/policy/files').catch(() => ({})),
    });
    if (source.is === 'here') return this.showHere(source.path, line);
    if (source.is === 'in-force') return this.showInForce(source.path, source.text, line, turn);
    Notification.info(
      `VectorGate: ${file}, line ${line}, is not in this server's folder. Open the folder that holds your organisation's policies.`,
      { autoClose: 8_000 },
    );
  }

  /** Notebook opens it in a tab of its own, and is asked for no line there: it is told. */
  private async showHere(path: string, line: number): Promise<void> {
    const widget = this.parts.documents.openOrReveal(path, 'Editor');
    if (widget === undefined) {
      Notification.info(`VectorGate: the rule stands in ${path}, line ${line}.`, { autoClose: 8_000 });
      return;
    }
    await widget.context.ready;
    await widget.revealed;
    const { content } = widget;
    if ('editor' in content)
      (content.editor as { setCursorPosition(at: { line: number; column: number }): void }).setCursorPosition(
        { line: Math.max(0, line - 1), column: 0 },
      );
  }

  private async showInForce(path: string, text: string, line: number, turn: number): Promise<void> {
    const { app, area } = this.parts;
    const { PolicyInForceWidget } = await import('./policy-in-force-widget.ts');
    if (turn !== this.turn) return;
    let widget = this.open.get(path);
    if (widget === undefined) {
      widget = new PolicyInForceWidget(path, text);
      widget.disposed.connect(() => this.open.delete(path));
      this.open.set(path, widget);
      app.shell.add(widget, area, { type: 'VectorGate' });
    }
    app.shell.activateById(widget.id);
    widget.showAt(text, line);
  }
}
