import type { NextAsked } from '../../../analyse/report/asked-pages.ts';
import { readTraffic } from '../../../analyse/traffic/read-traffic.ts';
import type { ToldTraffic } from '../../../analyse/traffic/recorded-traffic.ts';

/** Milliseconds after which what was read counts as old, and is read again while somebody looks at a policy. */
const fresh = 15 * 60_000;
/** Milliseconds between two looks at whether it is old. */
const lookEvery = 15_000;
/** Milliseconds after which what could not be read is tried again. */
const rest = 60_000;

export interface TrafficSettings {
  readonly enabled: boolean;
  /** How far back is read, e.g. `7d`. */
  readonly period: string;
}

export interface TrafficFeedParts {
  /** Whether they who are signed in may look at what others asked. */
  readonly reviews: () => Promise<boolean>;
  /** Pages of what was asked by a query; each call gives the next. */
  readonly pages: (query: string, stopped: () => boolean) => () => Promise<NextAsked>;
  /** Whether somebody is signed in; `unknown`: that is being found out, so what was told stays. */
  readonly who: () => 'signed-in' | 'signed-out' | 'no-gateway' | 'unknown';
  /** Another for each gateway and each sign-in. */
  readonly session: () => string | undefined;
  readonly settings: () => TrafficSettings;
  /** Whether a policy is on the screen. */
  readonly shown: () => boolean;
  /** Calls the listener when any of that may have changed. @returns what ends that */
  readonly onDidChange: (listener: () => void) => () => void;
  readonly say: (told: ToldTraffic) => void;
  readonly trouble: (error: unknown) => void;
  readonly now: () => number;
}

const nothing: ToldTraffic = { absent: null };

/** Reads what was asked lately for the lenses over rules, while a policy is on the screen and its reader may review. */
export class TrafficFeed {
  readonly #parts: TrafficFeedParts;
  readonly #ends: readonly (() => void)[];
  /** What was told last: to whom, and when it is to be read again. */
  #read: { readonly key: string; readonly until: number } | undefined;
  #reading: { readonly key: string; stopped: boolean } | undefined;

  constructor(parts: TrafficFeedParts) {
    this.#parts = parts;
    const look = (): void => void this.look();
    const timer = setInterval(look, lookEvery);
    this.#ends = [parts.onDidChange(look), () => clearInterval(timer)];
    look();
  }

  dispose(): void {
    for (const end of this.#ends) end();
    this.#stop();
  }

  /** To be called when something may have changed. Resolves once what is read by that was told. */
  async look(): Promise<void> {
    const { now, say, shown, trouble } = this.#parts;
    const { enabled, period } = this.#parts.settings();
    const who = enabled ? this.#parts.who() : 'off';
    if (who === 'unknown') return;
    const key = `${who} ${period} ${this.#parts.session()}`;
    if (this.#reading?.key !== key) this.#stop();
    if (this.#read !== undefined && this.#read.key !== key) {
      this.#read = undefined;
      // What one person may know of what was asked goes at once, also while no policy shows.
      say(nothing);
    }
    if (this.#reading !== undefined) return;
    if (this.#read !== undefined && (who !== 'signed-in' || now() < this.#read.until)) return;
    if (who === 'signed-in' && !shown()) return;
    const reading = { key, stopped: false };
    this.#reading = reading;
    try {
      const told = await this.#tell(who, period, reading);
      if (reading.stopped || told === undefined) return;
      this.#read = { key, until: now() + fresh };
      say(told);
    } catch (error) {
      if (reading.stopped) return;
      this.#read = { key, until: now() + rest };
      say({ absent: 'what was asked cannot be read now; it is tried again in a minute' });
      trouble(error);
    } finally {
      if (this.#reading === reading) this.#reading = undefined;
    }
  }

  #stop(): void {
    if (this.#reading !== undefined) this.#reading.stopped = true;
    this.#reading = undefined;
  }

  async #tell(
    who: ReturnType<TrafficFeedParts['who']> | 'off',
    period: string,
    reading: { readonly stopped: boolean },
  ): Promise<ToldTraffic | undefined> {
    if (who === 'off' || who === 'no-gateway') return nothing;
    if (who === 'signed-out') return { absent: 'sign in to see what was asked' };
    if (!(await this.#parts.reviews())) return { absent: 'what was asked is shown to reviewers' };
    const next = this.#parts.pages(`since:${period}`, () => reading.stopped);
    return readTraffic(next, { period, now: this.#parts.now });
  }
}
