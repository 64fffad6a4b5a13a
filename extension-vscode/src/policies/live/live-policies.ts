import * as vscode from 'vscode';
import { policyLanguage } from '../policy-language.ts';
import type { Live } from './live-words.ts';

type Answer = Readonly<Record<string, unknown>>;

/** What of the gateway's API is asked. */
export interface LivePoliciesApi {
  policy(): Promise<Answer>;
  policyFiles(): Promise<Answer>;
}

export interface LivePoliciesParts {
  readonly api: () => Promise<LivePoliciesApi>;
  readonly signedIn: () => boolean;
  /** Whether the gateway shows policies to whoever is signed in. */
  readonly reads: () => boolean;
}

/** Milliseconds between two looks while a policy is open. */
const lookEvery = 15_000;

const record = (value: unknown): Answer =>
  typeof value === 'object' && value !== null ? (value as Answer) : {};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The policies that the gateway has in force, looked at while a policy is open. */
export class LivePolicies implements vscode.Disposable {
  readonly #parts: LivePoliciesParts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #live: Live | undefined;
  #looking: Promise<void> | undefined;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(parts: LivePoliciesParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => {
      if (vscode.window.visibleTextEditors.some(({ document }) => document.languageId === policyLanguage))
        void this.look();
    }, lookEvery);
  }

  /** Undefined while nobody is signed in, or before the first look. */
  get live(): Live | undefined {
    return this.#live;
  }

  /** Looks now; a look that is under way counts. A gateway that does not answer is told elsewhere. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#changed.dispose();
  }

  async #look(): Promise<void> {
    const before = this.#live;
    try {
      this.#live = this.#parts.signedIn() ? await this.#read(before) : undefined;
    } catch {
      return;
    }
    const [was, is] = [before, this.#live];
    if (was?.digest !== is?.digest || was?.revision !== is?.revision || !was?.files !== !is?.files)
      this.#changed.fire();
  }

  async #read(before: Live | undefined): Promise<Live> {
    const api = await this.#parts.api();
    const status = await api.policy();
    const change = record(status.change);
    const { digest, commit, dirty } = record(status.revision);
    const live: Live = {
      revision: typeof change.revision === 'number' ? change.revision : 0,
      digest: text(digest),
      commit: text(commit) === '' ? '' : `${text(commit).slice(0, 7)}${dirty === true ? '+' : ''}`,
      source: text(status.source),
    };
    if (!this.#parts.reads()) return live;
    if (before?.digest === live.digest && before.files !== undefined) return { ...live, files: before.files };
    const { files } = await api.policyFiles();
    return {
      ...live,
      files: (Array.isArray(files) ? files : []).map((file: unknown) => ({
        path: text(record(file).path),
        text: text(record(file).text),
      })),
    };
  }
}
