import { mostTraffic, type ToldTraffic } from '@vectorgate/policy-schema/analyse';
import * as vscode from 'vscode';
import { pagesOfApi } from '../analysis/pages-of-api.ts';
import type { PolicyReportsApi } from '../analysis/policy-reports.ts';
import { policyLanguage } from '../policy-language.ts';

/** Milliseconds after which what was read counts as old, and is read again while somebody looks at a policy. */
const fresh = 15 * 60_000;
/** Milliseconds between two looks at whether it is old. */
const lookEvery = 60_000;

export interface TrafficFeedParts {
  readonly api: () => Promise<Pick<PolicyReportsApi, 'asked' | 'me'>>;
  /** Whose sign-in it is; undefined when nobody is signed in, or no gateway is set. */
  readonly who: () => 'signed-in' | 'signed-out' | 'no-gateway';
  readonly onDidChange: (listener: () => void) => { dispose(): void } | (() => void);
  readonly say: (told: ToldTraffic) => void;
  readonly trouble: (error: unknown) => void;
}

const nothing: ToldTraffic = { absent: null };

/** Reads what was asked lately for the lenses over rules, while a policy is on the screen and its reader may review. */
export class TrafficFeed implements vscode.Disposable {
  readonly #parts: TrafficFeedParts;
  readonly #ends: (() => void)[] = [];
  #read: { readonly at: number; readonly key: string } | undefined;
  #reading: { stopped: boolean } | undefined;

  constructor(parts: TrafficFeedParts) {
    this.#parts = parts;
    const look = (): void => void this.#look();
    const listening = parts.onDidChange(look);
    const timer = setInterval(look, lookEvery);
    const others = [
      vscode.window.onDidChangeVisibleTextEditors(look),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('vectorgate.policies')) look();
      }),
    ];
    this.#ends.push(
      () => clearInterval(timer),
      () => (typeof listening === 'function' ? listening() : listening.dispose()),
      ...others.map((one) => () => one.dispose()),
    );
    look();
  }

  dispose(): void {
    for (const end of this.#ends) end();
    if (this.#reading !== undefined) this.#reading.stopped = true;
  }

  async #look(): Promise<void> {
    const settings = vscode.workspace.getConfiguration('vectorgate.policies');
    const period = settings.get('whatIfPeriod', '7d');
    const who = settings.get('traffic', true) ? this.#parts.who() : 'off';
    const key = `${who} ${period}`;
    const known = this.#read?.key === key;
    const shown = vscode.window.visibleTextEditors.some(
      ({ document }) => document.languageId === policyLanguage,
    );
    if (known && (who !== 'signed-in' || !shown || Date.now() - this.#read!.at < fresh)) return;
    if (who === 'signed-in' && !shown) return;
    this.#read = { at: Date.now(), key };
    if (this.#reading !== undefined) this.#reading.stopped = true;
    const reading = { stopped: false };
    this.#reading = reading;
    try {
      const told = await this.#tell(who, period, reading);
      if (!reading.stopped) this.#parts.say(told);
    } catch (error) {
      if (reading.stopped) return;
      this.#parts.say({ absent: 'what was asked cannot be read now' });
      this.#parts.trouble(error);
    }
  }

  async #tell(
    who: ReturnType<TrafficFeedParts['who']> | 'off',
    period: string,
    reading: { readonly stopped: boolean },
  ): Promise<ToldTraffic> {
    if (who === 'off' || who === 'no-gateway') return nothing;
    if (who === 'signed-out') return { absent: 'sign in to see what was asked' };
    const { reviewer } = await (await this.#parts.api()).me();
    if (reviewer !== true) return { absent: 'what was asked is shown to reviewers' };
    const next = pagesOfApi(this.#parts.api, `since:${period}`, () => reading.stopped);
    const pages: unknown[] = [];
    let requests = 0;
    for (;;) {
      const answer = await next();
      if ('end' in answer) return { pages, period, whole: true, read: Date.now() };
      pages.push(answer.page);
      const { records } = answer.page as { readonly records?: unknown };
      requests += Array.isArray(records) ? records.length : 0;
      if (requests >= mostTraffic) return { pages, period, whole: false, read: Date.now() };
    }
  }
}
