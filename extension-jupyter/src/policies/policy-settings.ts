import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { type ISignal, Signal } from '@lumino/signaling';
import type { Preferences, Severities } from './worker/policy-messages.ts';

const isPeriod = (value: unknown): value is string =>
  typeof value === 'string' && /^\d+(min|h|d|w)$/.test(value);

const words: readonly unknown[] = ['error', 'warning', 'information', 'hint', 'off'];
const isSeverity = (one: [code: string, word: unknown]): one is [string, Severities[string]] =>
  words.includes(one[1]);

/** The person's settings for policies; the usual ones until they are read, and where JupyterLab keeps none. */
export class PolicySettings {
  /** Resolves once they are read, or cannot be. */
  readonly ready: Promise<void>;
  private readonly changedSignal = new Signal<this, void>(this);
  private read: Readonly<Record<string, unknown>> = {};

  constructor(settings: Promise<Pick<ISettingRegistry.ISettings, 'changed' | 'composite'>> | undefined) {
    this.ready = (settings ?? Promise.resolve(undefined)).then(
      (all) => {
        if (all === undefined) return;
        const take = (): void => {
          this.read = all.composite;
          this.changedSignal.emit();
        };
        all.changed.connect(take);
        take();
      },
      () => undefined,
    );
  }

  get changed(): ISignal<this, void> {
    return this.changedSignal;
  }

  /** Whether recorded operations are shown over rules. */
  get traffic(): boolean {
    return this.read.traffic !== false;
  }

  /** How far back recorded operations are counted and decided again, e.g. `7d`. */
  get whatIfPeriod(): string {
    return isPeriod(this.read.whatIfPeriod) ? this.read.whatIfPeriod : '7d';
  }

  /** The severity of codes of what is said about policies that load, where it is not the usual one. */
  private get severities(): Severities {
    const { severities } = this.read;
    if (typeof severities !== 'object' || severities === null) return {};
    return Object.fromEntries(Object.entries(severities).filter(isSeverity));
  }

  /** How policies are to be looked at. */
  get preferences(): Preferences {
    return { severities: this.severities, hints: this.read.hints !== false };
  }
}
