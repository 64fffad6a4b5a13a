import type { ToldTraffic } from '@vectorgate/policy-schema/analyse';
import { ServerProblem } from '../../server/server-problem.ts';
import type { Status } from '../../server/status.ts';

/** Milliseconds after which what was read counts as old, and is read again while a policy is on the screen. */
const fresh = 15 * 60_000;
/** Milliseconds to wait when so much was asked for that the gateway wants a pause. */
const pause = 5_000;
const pageSize = 1_000;
/** More than this is not read for lines over rules: the latest count. */
const most = 20_000;

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
  private read: { readonly at: number; readonly key: string } | undefined;
  private reading: object | undefined;

  constructor(parts: TrafficFeedParts) {
    this.parts = parts;
  }

  /** To be called when something may have changed. */
  async look(): Promise<void> {
    const { now, say, shown } = this.parts;
    const who = this.who();
    if (who === undefined || !shown()) return;
    const key = `${who.is} ${who.name}`;
    if (this.read?.key === key && (who.is !== 'reviewer' || now() - this.read.at < fresh)) return;
    this.read = { at: now(), key };
    const reading = {};
    this.reading = reading;
    const told = await this.tell(who.is, reading);
    if (this.reading === reading && told !== undefined) say(told);
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

  private async tell(who: string, reading: object): Promise<ToldTraffic | undefined> {
    if (who === 'off') return { absent: null };
    if (who === 'stranger') return { absent: 'sign in to see what was asked' };
    if (who === 'reader') return { absent: 'what was asked is shown to reviewers' };
    try {
      return await this.pages(reading);
    } catch {
      return { absent: 'what was asked cannot be read now' };
    }
  }

  private async pages(reading: object): Promise<ToldTraffic | undefined> {
    const pages: unknown[] = [];
    const told = (whole: boolean): ToldTraffic => ({ pages, period: '7d', whole, read: this.parts.now() });
    let cursor: string | undefined;
    let requests = 0;
    while (this.reading === reading) {
      const asked = new URLSearchParams({
        limit: String(pageSize),
        query: 'since:7d',
        all: '1',
        ...(cursor !== undefined && { cursor }),
      });
      let page: { readonly records?: unknown; readonly next?: unknown };
      try {
        page = (await this.parts.recorded(`/records/asked?${asked}`)) as typeof page;
      } catch (error) {
        if (!isTooMuch(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
        continue;
      }
      pages.push(page);
      requests += Array.isArray(page.records) ? page.records.length : 0;
      if (typeof page.next !== 'string') return told(true);
      if (requests >= most) return told(false);
      cursor = page.next;
    }
    return undefined;
  }
}

const isTooMuch = (error: unknown): boolean =>
  error instanceof ServerProblem && error.problem.code === 'too-many-searches';
