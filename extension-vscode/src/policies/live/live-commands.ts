import type { GatewayApi } from '@vectorgate/client';
import { LivePolicies } from '@vectorgate/policy-schema/live-policies';
import * as vscode from 'vscode';
import type { GateModel } from '../../gate/gate-model.ts';
import { problemOf } from '../../gate/problem-of.ts';
import { noticeText } from '../../words/notice-text.ts';
import { upperFirst } from '../../words/upper-first.ts';
import type { PolicyReports } from '../analysis/policy-reports.ts';
import { policyLanguage } from '../policy-language.ts';
import { LiveTexts } from './diff-live.ts';
import { LiveLens } from './live-lens.ts';

/** What comparing with what is in force, and changing it, need of the rest of the extension. */
export interface LiveParts {
  readonly extensionPath: string;
  readonly model: GateModel;
  readonly api: () => Promise<GatewayApi>;
  /** Another for each sign-in and each gateway; undefined while nobody is signed in. */
  readonly signInKey: () => string | undefined;
  /** The person, as the gateway knows them; undefined until it told. */
  readonly signedInAs: () => string | undefined;
  readonly reports: PolicyReports;
  readonly signedIn: () => boolean;
  /** @returns whether somebody is signed in now */
  readonly signIn: () => Promise<boolean>;
}

/** What the gateway has in force, beside the files here: the line above a file, the comparison, publishing and rolling back. */
export class LiveCommands implements vscode.Disposable {
  readonly policies: LivePolicies;
  readonly #parts: LiveParts;
  readonly #texts: LiveTexts;
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #lens: LiveLens;
  #shown: vscode.Disposable | undefined;

  constructor(parts: LiveParts) {
    const { api, model, signInKey, signedInAs, extensionPath } = parts;
    this.#parts = parts;
    this.policies = new LivePolicies({
      api,
      key: () => (signedInAs() === undefined ? undefined : `${signInKey()} ${signedInAs()}`),
      reads: () => model.standing.who?.policyReader === true,
      shown: () =>
        vscode.window.visibleTextEditors.some(({ document }) => document.languageId === policyLanguage),
    });
    this.#texts = new LiveTexts(this.policies);
    this.#lens = new LiveLens(this.policies, extensionPath);
    this.#subscriptions = [this.policies, this.#texts, this.#lens];
    this.showFirst();
  }

  /** Puts the line above a file before those of whoever was there until now: what comes last is cut off where there is little room. */
  showFirst(): void {
    this.#shown?.dispose();
    this.#shown = vscode.languages.registerCodeLensProvider({ language: policyLanguage }, this.#lens);
  }

  /** Where the text of a policy in force is read, by the gateway's own name for it; undefined where it is not told. */
  textOf(file: string): Promise<vscode.Uri | undefined> {
    return this.#texts.textOf(file);
  }

  diffLive = async (argument: unknown): Promise<void> => {
    const file = policyFile(argument);
    if (file !== undefined && (await this.#signedIn())) await this.#texts.diff(file);
  };

  publishPolicies = (argument: unknown): Promise<void> => this.#putInForce('publishPolicies', argument);

  rollBackPolicies = (argument: unknown): Promise<void> => this.#putInForce('rollBackPolicies', argument);

  dispose(): void {
    this.#shown?.dispose();
    for (const one of this.#subscriptions) one.dispose();
  }

  async #signedIn(): Promise<boolean> {
    return this.#parts.signedIn() || (await this.#parts.signIn());
  }

  async #putInForce(how: 'publishPolicies' | 'rollBackPolicies', argument: unknown): Promise<void> {
    const { api, model, signInKey, reports, extensionPath } = this.#parts;
    const file = policyFile(argument);
    if (file === undefined || !(await this.#signedIn())) return;
    const key = signInKey();
    try {
      const work = await import('./publish-policies.ts');
      await work[how](file, {
        api: await api(),
        extensionPath,
        show: reports.diffPage(),
        isSame: () => signInKey() === key,
      });
    } catch (error) {
      const { message, next } = problemOf(error, model.standing.gateway);
      void vscode.window.showErrorMessage(noticeText(`VectorGate: ${upperFirst(message)} ${next}`));
    }
    await this.policies.look();
  }
}

/** The policy file that a command is about. */
function policyFile(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId === policyLanguage && document.uri.scheme === 'file') return document.uri;
  void vscode.window.showInformationMessage('VectorGate: open the policy file that you mean first.');
  return undefined;
}
