/** One session in an archive: counted from those of its records that are in it. */
export interface ArchivedSession {
  readonly id: string;
  readonly who: { readonly issuer: string; readonly subject: string; readonly name?: string };
  readonly connection: string;
  readonly store: string;
  /** Times of its first and last record here, RFC 3339. */
  readonly started: string;
  readonly ended: string;
  /** Decisions in it; an intent and its outcome are one. */
  readonly records: number;
  readonly refused: number;
  readonly masked: number;
}

interface Counted {
  readonly id: string;
  readonly who: ArchivedSession['who'];
  readonly connection: string;
  readonly store: string;
  readonly started: string;
  ended: string;
  readonly ids: Set<string>;
  refused: number;
  masked: number;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const keyed = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** Counts the sessions of records that it is given in the order of their numbers. */
export class SessionTally {
  readonly #sessions = new Map<string, Counted>();

  add(header: Readonly<Record<string, unknown>>): void {
    const who = keyed(header.who);
    const id = text(header.session);
    const time = text(header.time);
    const counted: Counted = this.#sessions.get(id) ?? {
      id,
      who: {
        issuer: text(who.issuer),
        subject: text(who.subject),
        ...(typeof who.name === 'string' && { name: who.name }),
      },
      connection: text(header.connection),
      store: text(header.store),
      started: time,
      ended: time,
      ids: new Set<string>(),
      refused: 0,
      masked: 0,
    };
    this.#sessions.set(id, counted);
    if (time > counted.ended) counted.ended = time;
    counted.ids.add(text(header.id));
    if (header.kind === 'intent') return;
    if (header.outcome === 'refused') counted.refused += 1;
    if (Array.isArray(header.masked) && header.masked.length > 0) counted.masked += 1;
  }

  /** In the order of their first records. */
  sessions(): ArchivedSession[] {
    return [...this.#sessions.values()].map(({ ids, ...session }) => ({
      id: session.id,
      who: session.who,
      connection: session.connection,
      store: session.store,
      started: session.started,
      ended: session.ended,
      records: ids.size,
      refused: session.refused,
      masked: session.masked,
    }));
  }
}
