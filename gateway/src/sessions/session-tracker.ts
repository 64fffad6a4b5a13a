import { ulid } from 'ulidx';

/** Whose call it is, as `Recorder.sessionFor` takes it. */
export interface SessionKey {
  readonly issuer: string;
  readonly subject: string;
  readonly connection: string;
  /** Session id made by the shim; undefined for callers without it. */
  readonly client: string | undefined;
  /** What stands for the token: its digest, or its sign-in’s id. Never the token itself, as this is kept. */
  readonly token: string;
}

/** Silence after which the next call of a token begins a new session (ms). */
export const silence = 30 * 60 * 1000;
const sweepEvery = 60 * 1000;

/**
 * Tells which session a governed call belongs to: with a shim, its own session id (together with identity and
 * connection, so that nobody can join another person's session); without, one token until 30 minutes of silence.
 */
export class SessionTracker {
  /** Finds the session of a shim that was seen before this process started or long ago. */
  readonly #find: (key: SessionKey & { client: string }) => string | undefined;
  readonly #sessions = new Map<string, { readonly id: string; last: number }>();
  #nextSweep = 0;

  constructor(find: (key: SessionKey & { client: string }) => string | undefined) {
    this.#find = find;
  }

  /** `instant` in milliseconds since the epoch. Returns the session's ULID. */
  sessionFor(key: SessionKey, instant: number): string {
    this.#sweep(instant);
    const { issuer, subject, connection, client, token } = key;
    // Each text behind its length: no two keys are the same row.
    const who = `${issuer.length} ${issuer}${subject.length} ${subject}${connection.length} ${connection}`;
    const place = client === undefined ? `${who} token ${token}` : `${who} client ${client}`;
    const known = this.#sessions.get(place);
    if (known !== undefined && (client !== undefined || instant - known.last < silence)) {
      known.last = Math.max(known.last, instant);
      return known.id;
    }
    const id = (client === undefined ? undefined : this.#find({ ...key, client })) ?? ulid(instant);
    this.#sessions.set(place, { id, last: instant });
    return id;
  }

  /** The session takes no more calls: the next one begins another. */
  forget(id: string): void {
    for (const [place, session] of this.#sessions) if (session.id === id) this.#sessions.delete(place);
  }

  #sweep(instant: number): void {
    if (instant < this.#nextSweep) return;
    this.#nextSweep = instant + sweepEvery;
    for (const [place, { last }] of this.#sessions)
      if (instant - last >= silence) this.#sessions.delete(place);
  }
}
