import type { ToldTraffic } from '@vectorgate/policy-schema/analyse';
import { readTraffic } from '@vectorgate/policy-schema/read-traffic';
import type { Status } from '../../server/status.ts';
import { pagesOfGateway } from '../surroundings/pages-of-gateway.ts';

/** Milliseconds after which what was read counts as old, and is read again while a policy is on the screen. */
const fresh = 15 * 60_000;
/** Milliseconds after which what could not be read is tried again. */
const rest = 60_000;
/** How far back is read. */
const period = '7d';

export interface TrafficFeedParts {
  readonly status: () => Status | undefined;
  /** The gateway's answer to a path, as the person who is signed in. */
  readonly recorded: (path: string) => Promise<unknown>;
  /** Whether a policy is on the screen. */
  readonly shown: () => boolean;
  readonly enabled: () => boolean;
  readonly say: (told: ToldTraffic) => void;
  readonly now: () => number;
}

/** Reads what was asked lately for the lines over rules, while a policy is on the screen and its reader may review. */
export class TrafficFeed {
  private readonly parts: TrafficFeedParts;
  /** What was told last: to whom, and when it is to be read again. */
  private read: { readonly until: number; readonly key: string } | undefined;
  private reading: { readonly key: string } | undefined;

  constructor(parts: TrafficFeedParts) {
    this.parts = parts;
  }

  /** To be called when something may have changed. */
  async look(): Promise<void> {
    const { now, say, shown } = this.parts;
    const who = this.who();
    if (who === undefined) return;
    const key = `${who.is} ${this.parts.status()?.gateway} ${who.name}`;
    if (this.reading?.key !== key) this.reading = undefined;
    if (this.read !== undefined && this.read.key !== key) {
      this.read = undefined;
      // What one person may know of what was asked goes at once, also while no policy shows.
      say({ absent: null });
    }
    if (this.reading !== undefined || !shown()) return;
    if (this.read !== undefined && (who.is !== 'reviewer' || now() < this.read.until)) return;
    const reading = { key };
    this.reading = reading;
    const { told, lasts } = await this.tell(who.is, reading);
    if (this.reading !== reading || told === undefined) return;
    this.reading = undefined;
    this.read = { key, until: now() + lasts };
    say(told);
  }

  private who():
    | { readonly is: 'off' | 'stranger' | 'reader' | 'reviewer'; readonly name: string }
    | undefined {
    const status = this.parts.status();
    if (status === undefined || (status.signedIn && status.who === null)) return undefined;
    if (!this.parts.enabled() || !status.configured) return { is: 'off', name: '' };
    if (!status.signedIn || status.who === null) return { is: 'stranger', name: '' };
    const { identity, reviews } = status.who;
    const name = `${identity.issuer}:${identity.subject}`;
    return { is: (reviews?.length ?? 0) > 0 ? 'reviewer' : 'reader', name };
  }

  private async tell(
    who: string,
    reading: object,
  ): Promise<{ readonly told: ToldTraffic | undefined; readonly lasts: number }> {
    const absent = (why: string | null) => ({ told: { absent: why }, lasts: fresh });
    if (who === 'off') return absent(null);
    if (who === 'stranger') return absent('sign in to see what was asked');
    if (who === 'reader') return absent('what was asked is shown to reviewers');
    try {
      return { told: await this.pages(reading), lasts: fresh };
    } catch {
      const why = 'what was asked cannot be read now; it is tried again in a minute';
      return { told: { absent: why }, lasts: rest };
    }
  }

  private pages(reading: object): Promise<ToldTraffic | undefined> {
    const next = pagesOfGateway(this.parts.recorded, {
      all: true,
      query: `since:${period}`,
      stopped: () => this.reading !== reading,
    });
    return readTraffic(next, { period, now: this.parts.now });
  }
}
