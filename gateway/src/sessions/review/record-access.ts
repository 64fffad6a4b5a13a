import { gateRecords, type Identity, nextReviewEnd, type PolicySet } from '@vectorgate/policy-schema';
import type { StoreProtocol } from '../../pipeline/store-protocol.ts';
import { RecordReaderRights } from './record-reader-rights.ts';
import type { Verdicts } from './verdicts.ts';

/** What is known of a configured connection. */
export interface ReviewedConnection {
  /** The issuer whose names stand bare in rules. */
  readonly people: string;
  readonly protocol: Pick<StoreProtocol<never, never>, 'remask'>;
}

export interface RecordAccessParts {
  /** The policies in force. */
  readonly policy: () => PolicySet;
  /** Undefined when it is not, or no longer, configured: records of it are shown to whoever made them alone. */
  readonly connection: (name: string) => ReviewedConnection | undefined;
  /** Names of all configured connections. */
  readonly connections: readonly string[];
  /** The issuer that people sign in at: bare names of rules about the gate's own records are its. */
  readonly people: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The one place that says which records somebody may see, and masked how. Whatever shows, lists, counts, exports or
 * replays records asks `of(identity)` and goes by its answer:
 *
 * - `scope()` goes into a search, a list or a count: one's own records, and those of others that rules of class `review`
 *   open. What is not in it does not exist for this reader, in numbers and cursors neither.
 * - `sees(header)` is for a single record that was found in another way, by its id.
 * - `show(record)` is its content, masked by the reader's own guards; parts that cannot be masked are withheld.
 * - `header(header)` is its header, without names that the reader may not know.
 *
 * Whoever looks at records of others by these must have it recorded before it is delivered: `recordLook`.
 */
export class RecordAccess {
  readonly #parts: RecordAccessParts;
  /** Decisions on places, by the identity of a verified token, which is one object while it is believed. */
  readonly #known = new WeakMap<Identity, Verdicts>();

  constructor(parts: RecordAccessParts) {
    this.#parts = parts;
  }

  /** The rights of a reader, as policy has them now. Not to be kept for longer than one request. */
  of(identity: Identity): RecordReaderRights {
    const set = this.#parts.policy();
    const instant = this.#parts.now();
    let verdicts = this.#known.get(identity);
    if (verdicts?.set !== set || instant < verdicts.from || instant >= verdicts.until) {
      verdicts = { set, from: instant, until: nextReviewEnd(set, instant), byPlace: new Map() };
      this.#known.set(identity, verdicts);
    }
    const { people, connection } = this.#parts;
    return new RecordReaderRights({
      identity,
      instant,
      verdicts,
      connections: [...this.#parts.connections, gateRecords],
      peopleOf: (name) => (name === gateRecords ? people : connection(name)?.people),
      protocolOf: (name) => connection(name)?.protocol,
    });
  }
}
