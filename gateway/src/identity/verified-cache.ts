import type { Verified } from './verifier.ts';

interface Entry {
  readonly verified: Verified;
  /** Milliseconds since the epoch. Before the first, the clock was set back: it is looked again. */
  readonly since: number;
  readonly until: number;
}

/** How long an answer is believed without looking again, in milliseconds. */
const lifetime = 60_000;
const most = 5_000;

/**
 * Tokens that were verified, by their exact text. An entry lives until the token ends, at most 60 s; it goes when its
 * session ends and when its issuer's keys change. `epoch` tells a slow verification that something went meanwhile.
 */
export class VerifiedCache {
  readonly #entries = new Map<string, Entry>();
  #epoch = 0;

  get epoch(): number {
    return this.#epoch;
  }

  get(token: string, instant: number): Verified | undefined {
    const entry = this.#entries.get(token);
    if (entry === undefined) return undefined;
    if (instant >= entry.since && instant < entry.until) return entry.verified;
    this.#entries.delete(token);
    return undefined;
  }

  /** Keeps what was verified, unless something was dropped since `epoch` was read. */
  add(token: string, verified: Verified, instant: number, epoch: number): void {
    if (epoch !== this.#epoch) return;
    if (this.#entries.size >= most) {
      const oldest = this.#entries.keys().next();
      if (!oldest.done) this.#entries.delete(oldest.value);
    }
    const until = Math.min(verified.expires * 1000, instant + lifetime);
    this.#entries.set(token, { verified, since: instant, until });
  }

  dropSession(session: string): void {
    this.#drop((verified) => verified.session === session);
  }

  dropIssuer(issuer: string): void {
    this.#drop((verified) => verified.identity.issuer === issuer);
  }

  #drop(matches: (verified: Verified) => boolean): void {
    this.#epoch++;
    for (const [token, { verified }] of this.#entries) if (matches(verified)) this.#entries.delete(token);
  }
}
