import type { GatewayApi } from '@vectorgate/client';
import * as vscode from 'vscode';
import { subjectOf } from '../command-arguments.ts';
import { focusMayGo } from '../questions/focus-may-go.ts';
import { DecisionPanels } from './decision-panel.ts';

const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** What one does with decisions: by command, from a refusal, or from a step of a session. */
export class DecisionCommands {
  readonly panels: DecisionPanels;
  readonly #api: () => Promise<GatewayApi>;
  readonly #trouble: (topic: string, error: unknown) => Promise<void>;

  constructor(api: () => Promise<GatewayApi>, trouble: (topic: string, error: unknown) => Promise<void>) {
    this.#api = api;
    this.#trouble = trouble;
    this.panels = new DecisionPanels(async (id) => (await api()).record(id));
  }

  openDecision = async (argument: unknown): Promise<void> => {
    const id = await decisionId(argument, 'Open decision');
    if (id !== undefined) await this.panels.show(id);
  };

  makePolicyTest = async (argument: unknown): Promise<void> => {
    const id = await decisionId(argument, 'Make a policy test of this decision');
    if (id === undefined) return;
    await this.makeTestOf(id).catch((error: unknown) => this.#trouble('making a policy test', error));
  };

  copyDecisionId = async (argument: unknown): Promise<void> => {
    const id = subjectOf(argument);
    if (id === undefined) return;
    await vscode.env.clipboard.writeText(id);
    vscode.window.setStatusBarMessage('VectorGate: decision id copied', 2_000);
  };

  /** Opens a policy test that is made of a record. Rejects where it cannot be asked for. */
  makeTestOf = async (id: string): Promise<void> => {
    const record = await (await this.#api()).record(id);
    await (await import('./make-policy-test.ts')).makePolicyTest(record);
  };
}

/** The decision that a command is about: of the line or link that it was called from, else the one whose id is given. */
async function decisionId(argument: unknown, title: string): Promise<string | undefined> {
  const id =
    subjectOf(argument) ??
    (await vscode.window.showInputBox({
      title,
      prompt: 'The id of a decision, as a refusal gives it',
      placeHolder: '01JD8Z6Q4MX3V7H2K9RBT5WYCN',
      ...focusMayGo,
      validateInput: (text) =>
        ulid.test(text.trim().toUpperCase()) ? undefined : 'An id has 26 letters and digits.',
    }));
  // A step of a session is named by both.
  const wanted = id?.trim().toUpperCase().split('/').at(-1);
  return wanted !== undefined && ulid.test(wanted) ? wanted : undefined;
}
