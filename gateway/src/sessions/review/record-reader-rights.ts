import {
  classGroups,
  decide,
  type GuardsOver,
  gateRecords,
  guardsOver,
  type Identity,
  joinMasks,
  mayReview,
  type Operation,
  type PolicySet,
  type RateObligation,
  type RecordedPlace,
  reviewOperation,
  type TraceStep,
} from '@vectorgate/policy-schema';
import type { RecordHeader } from '../record.ts';
import type { PlaceTest } from '../search/record-search.ts';
import { lookedIntoContent } from './looked-into-content.ts';
import { masksTogether } from './masks-together.ts';
import type { ReviewedConnection } from './record-access.ts';
import { placeOf, readPlace, writePlace } from './recorded-place.ts';
import {
  recordedOperations,
  showUnderGuards,
  wholeRecord,
  withheldRecord,
  withoutFreeText,
  withoutLookedFor,
} from './show-record.ts';
import type { ShownRecord, StoredRecord } from './shown-record.ts';
import type { Verdict, Verdicts } from './verdicts.ts';
import { withoutLookedUp } from './without-looked-up.ts';

interface RightsParts {
  readonly identity: Identity;
  readonly instant: number;
  readonly verdicts: Verdicts;
  readonly connections: readonly string[];
  readonly peopleOf: (connection: string) => string | undefined;
  readonly protocolOf: (connection: string) => ReviewedConnection['protocol'] | undefined;
}

/** For searches, lists and counts: records of this identity, and those of others about places that the test allows. */
export interface ReadScope {
  readonly whose: { readonly issuer: string; readonly subject: string };
  readonly review: PlaceTest;
}

/** Places that are kept in mind for one reader. */
const mostVerdicts = 50_000;
const closed: Verdict = { allowed: false, trace: [], rates: [] };

/** What one reader may see of what was recorded, at one instant under one policy set. See `RecordAccess`. */
export class RecordReaderRights {
  readonly #parts: RightsParts;
  readonly #used = new Map<string, Verdict>();
  /** Worked out once: rights are of one instant, and lists ask for each place. */
  #reviewed: ReadonlySet<string> | undefined;

  constructor(parts: RightsParts) {
    this.#parts = parts;
  }

  /** Whether a rule of class `review` is for this reader anywhere: else nothing of others is there for them. */
  get mayReview(): boolean {
    return this.#reviewedOn.size > 0;
  }

  /** The connections on which a rule of class `review` is for this reader. */
  get reviewedConnections(): readonly string[] {
    return [...this.#reviewedOn];
  }

  get #reviewedOn(): ReadonlySet<string> {
    const { identity, instant, verdicts, connections, peopleOf } = this.#parts;
    this.#reviewed ??= new Set(
      connections.filter((name) => {
        const people = peopleOf(name);
        return (
          people !== undefined && mayReview(verdicts.set, { identity, connection: { name, people }, instant })
        );
      }),
    );
    return this.#reviewed;
  }

  owns(who: { readonly issuer: string; readonly subject: string }): boolean {
    const { issuer, subject } = this.#parts.identity;
    return who.issuer === issuer && who.subject === subject;
  }

  /** Whether rules of class `review` let this reader see a record, whosever it is. */
  reviews(header: RecordHeader): boolean {
    return this.#verdict(writePlace(placeOf(header))).allowed;
  }

  /** Whether rules of class `review` let this reader see records about a place. That they were asked is not kept. */
  reviewsPlace(place: RecordedPlace): boolean {
    return this.#reviewedOn.has(place.connection) && this.#known(writePlace(place)).allowed;
  }

  /**
   * Why the names of fields of a place are withheld from this reader, in words for them; undefined where they may be told:
   * where rules of class `review` open it, and nothing closes reading all of it.
   */
  closesFields(place: RecordedPlace): string | undefined {
    const guards = this.#verdict(writePlace(place)).allowed ? this.#overReading(place) : undefined;
    if (guards === undefined) return 'No rule lets you review this collection.';
    if (guards.denied) return 'A rule denies you to read this collection.';
    if (guards.closed) return 'A guard closes this collection to you.';
    return guards.filter === undefined
      ? undefined
      : 'A guard lets you read a part of this collection alone, and a look into it would take in all.';
  }

  /**
   * Of a place whose fields are told: of which of them no answer to this reader would have so much as the name. `otherName`: by
   * which policies know a field too.
   */
  dropsField(
    place: RecordedPlace,
    otherName: (path: string) => string | undefined = () => undefined,
  ): (path: string) => boolean {
    const masks = this.#overReading(place)?.masks ?? [];
    // What is dropped takes with it what lies below, whatever is excepted there.
    const upTo = (path: string): string[] =>
      path.split('.').map((_, at, names) => names.slice(0, at + 1).join('.'));
    return (path) =>
      upTo(path).some((one) => joinMasks(masks, one, otherName(one))?.whole?.method === 'drop');
  }

  /** What binds this reader in reading a place in whichever way; undefined where it is no longer configured. */
  #overReading(place: RecordedPlace): GuardsOver | undefined {
    const { identity, instant, verdicts, peopleOf } = this.#parts;
    const people = peopleOf(place.connection);
    if (people === undefined) return undefined;
    const looked = { ...reviewOperation('catalogue_sampling', place), classes: [...classGroups.read] };
    const [guards] = guardsOver(verdicts.set, {
      identity,
      connection: { name: place.connection, people },
      operations: [looked],
      instant,
    });
    return guards;
  }

  /** Whether this reader may see a record. One that they may not see does not exist for them. */
  sees(header: RecordHeader): boolean {
    return this.owns(header.who) || this.reviews(header);
  }

  /** What goes into a search, a list or a count. Without its `review` it is one's own records alone. */
  scope(): ReadScope {
    const { issuer, subject } = this.#parts.identity;
    return { whose: { issuer, subject }, review: (place) => this.#verdict(place).allowed };
  }

  /** The rules that opened records of others in this request so far, and bind it, each once. */
  get trace(): readonly TraceStep[] {
    const steps = new Map<string, TraceStep>();
    for (const verdict of this.#used.values())
      for (const step of verdict.trace) steps.set(`${step.rule.policy}/${step.rule.rule}`, step);
    return [...steps.values()];
  }

  /** Rates that are to be charged for this request so far, each once. */
  get rates(): readonly RateObligation[] {
    const rates = new Map<string, RateObligation>();
    for (const verdict of this.#used.values())
      for (const rate of verdict.rates)
        rates.set(`${rate.rule.policy}/${rate.rule.rule}/${rate.windowSeconds}/${rate.count}`, rate);
    return [...rates.values()];
  }

  /** Revision of the policies that decide. */
  get revision() {
    return this.#parts.verdicts.set.revision;
  }

  /**
   * The content of a record that this reader `sees`: one's own as it was, of others under the reader's own guards. Nothing
   * where neither is the case. `extract`: guards that mask more than that, one's own records as well, as if this reader
   * asked; they never show more.
   */
  show(record: StoredRecord, extract?: PolicySet): ShownRecord {
    const { header } = record;
    const own = this.owns(header.who);
    if (own && extract === undefined) return wholeRecord(record);
    if (!own && !this.reviews(header)) return withheldRecord(record, 'No rule lets you review this record.');
    // Of the gate's own: who looked at what, what was done to the records. No store's fields are in them, nor in notes.
    if (header.connection === gateRecords || header.reviewed !== undefined || header.note !== undefined) {
      if (extract !== undefined) return withoutFreeText(record);
      return !own && lookedIntoContent(record) ? withoutLookedFor(record) : wholeRecord(record);
    }
    const { verdicts, peopleOf, protocolOf } = this.#parts;
    const people = peopleOf(header.connection);
    const protocol = protocolOf(header.connection);
    const so = own ? 'so it cannot be masked in this extract' : 'so your guards for it are not known';
    if (people === undefined || protocol === undefined)
      return withheldRecord(record, `The connection ${header.connection} is no longer configured, ${so}.`);
    const operations = recordedOperations(record);
    if (operations === undefined) return withheldRecord(record, `The request was not understood, ${so}.`);
    const over = (set: PolicySet) => this.#guards(set, header.connection, people, operations);
    if (extract === undefined) return showUnderGuards(record, operations, over(verdicts.set), protocol);
    const more = over(extract);
    const guards = own
      ? more.map(({ masks }) => ({ denied: false, closed: false, masks }))
      : over(verdicts.set).map((guard, at) => ({
          ...guard,
          masks: masksTogether(guard.masks, more[at]!.masks),
        }));
    return showUnderGuards(record, operations, guards, protocol, 'in this extract');
  }

  #guards(
    set: PolicySet,
    connection: string,
    people: string,
    operations: readonly Operation[],
  ): ReturnType<typeof guardsOver> {
    const { identity, instant } = this.#parts;
    return guardsOver(set, { identity, connection: { name: connection, people }, operations, instant });
  }

  /** A value out of a record that names its targets, as this reader may know them. */
  names(header: RecordHeader, value: unknown): unknown {
    return header.decision.unseen === true && !this.reviews(header) ? withoutLookedUp(value) : value;
  }

  /** Of a place as it is written. */
  #verdict(place: string): Verdict {
    const verdict = this.#known(place);
    if (verdict.allowed) this.#used.set(place, verdict);
    return verdict;
  }

  #known(place: string): Verdict {
    const { byPlace } = this.#parts.verdicts;
    let verdict = byPlace.get(place);
    if (verdict === undefined) {
      verdict = this.#decide(readPlace(place));
      // What is full takes no more: anybody can make up names, and who gives way would be asked for again.
      if (byPlace.size < mostVerdicts) byPlace.set(place, verdict);
    }
    return verdict;
  }

  #decide(place: RecordedPlace): Verdict {
    const { identity, instant, verdicts, peopleOf } = this.#parts;
    const people = peopleOf(place.connection);
    if (people === undefined) return closed;
    const { effect, operations } = decide(verdicts.set, {
      identity,
      connection: { name: place.connection, people },
      operations: [reviewOperation('record_review', place)],
      instant,
    });
    if (effect !== 'allow') return closed;
    const [decision] = operations;
    return {
      allowed: true,
      trace: decision!.trace.filter(({ match }) => match !== 'no'),
      rates: decision!.obligations.rates,
    };
  }
}
