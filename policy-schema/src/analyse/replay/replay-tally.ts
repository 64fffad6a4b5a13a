import { LatestExamples } from './latest-examples.ts';
import { changeKey, type OutcomeChange } from './outcome-changes.ts';
import type { RecordedRequest } from './recorded.ts';

/** Why a request could not be decided again, or not for certain. */
export type UnsureReason = 'not-understood' | 'refused-by-gate' | 'written-values' | 'claims-not-recorded';

/** The same difference of several requests. */
export interface ReplayChange extends OutcomeChange {
  readonly requests: number;
  /** Whom it is about, those with the most first; at most twenty of them, and of those that its reader may be told. */
  readonly who: readonly {
    readonly issuer: string;
    readonly subject: string;
    readonly name?: string;
    readonly requests: number;
  }[];
  /** All of them, told or not. */
  readonly people: number;
  /** Milliseconds since the epoch; the beginning of the hour where its reader may not be told whom all of it is about. */
  readonly first: number;
  readonly last: number;
  /** The latest of them, the latest first: of those that its reader may be told, at most as many as were asked for. */
  readonly examples: readonly {
    readonly record: string;
    readonly session: string;
    readonly time: number;
    readonly who: string;
  }[];
}

export interface ReplayReport {
  /** Requests that were looked at, those that could not be decided again among them. */
  readonly requests: number;
  /** Of these something would have been otherwise. */
  readonly differing: number;
  /** Milliseconds since the epoch; the beginning of the hour for a reader who may not be told of everybody. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly changes: readonly ReplayChange[];
  readonly unsure: Readonly<Partial<Record<UnsureReason, number>>>;
  /** Of the differing ones those that are not told whole: with them more would be kept in mind than may be. */
  readonly more: number;
  readonly cancelled: boolean;
}

/** What is told of a request that differs. */
export type TalliedRequest = Pick<RecordedRequest, 'id' | 'session' | 'time'> & {
  readonly ask: { readonly who: Who };
  /** What it was about, by which a report may leave out whom and examples. */
  readonly place?: string;
};

type Who = Pick<RecordedRequest['ask']['who'], 'issuer' | 'subject' | 'name'>;

/** Whether whoever reads a report may know who asked for something at a place. */
export type TellsWhom = (place: string, who: Pick<Who, 'issuer' | 'subject'>) => boolean;

/** Who gets numbers alone learns of no moment in which somebody asked. */
const hour = 3_600_000;
const toTheHour = (time: number): number => Math.floor(time / hour) * hour;

const usualExamples = 10;
const mostPeople = 20;
/** What an entry takes beside its texts, about. */
const entryBytes = 300;

interface Bucket {
  readonly change: OutcomeChange;
  requests: number;
  first: number;
  last: number;
  readonly places: Map<string, AtPlace>;
}

interface AtPlace {
  readonly who: Map<string, { issuer: string; subject: string; name?: string; requests: number }>;
  readonly examples: LatestExamples<Example>;
}

interface Example {
  readonly record: string;
  readonly session: string;
  readonly time: number;
  readonly who: Who;
}

const order = ['allowed', 'unmasked', 'widened', 'changed', 'refused', 'held', 'masked', 'narrowed'];

/** Counts differences, by kind, rule and what differs. */
export class ReplayTally {
  requests = 0;
  #differing = 0;
  #first: number | undefined;
  #last: number | undefined;
  readonly #unsure: Partial<Record<UnsureReason, number>> = {};
  readonly #buckets = new Map<string, Bucket>();
  /** Buckets of changes that were met before: the same list comes again and again, as long as somebody keeps it. */
  readonly #known = new WeakMap<readonly OutcomeChange[], readonly Bucket[]>();
  /** Bytes, about, that may still be kept in mind. */
  #room: number;
  readonly #mostExamples: number;
  #more = 0;

  /** @param mostExamples of each difference */
  constructor(mostBytes = Number.POSITIVE_INFINITY, mostExamples = usualExamples) {
    this.#room = mostBytes;
    this.#mostExamples = mostExamples;
  }

  /** The same list of changes counts faster the second time. */
  add(request: TalliedRequest, changes: readonly OutcomeChange[], unsure: UnsureReason | undefined): void {
    this.requests++;
    const { time } = request;
    if (this.#first === undefined || time < this.#first) this.#first = time;
    if (this.#last === undefined || time > this.#last) this.#last = time;
    if (unsure !== undefined) this.#unsure[unsure] = (this.#unsure[unsure] ?? 0) + 1;
    if (changes.length === 0) return;
    this.#differing++;
    let whole = true;
    let buckets = this.#known.get(changes);
    if (buckets === undefined) {
      const found = new Set(changes.map((change) => this.#bucket(change)));
      whole = !found.delete(undefined);
      buckets = [...found] as Bucket[];
      if (whole) this.#known.set(changes, buckets);
    }
    for (const bucket of buckets) if (!this.#count(bucket, request)) whole = false;
    if (!whole) this.#more++;
  }

  /** Whether there is room for so many bytes, which are taken then. */
  #takes(bytes: number): boolean {
    if (this.#room < bytes) return false;
    this.#room -= bytes;
    return true;
  }

  /** Undefined when there is no room for another. */
  #bucket(change: OutcomeChange): Bucket | undefined {
    const key = changeKey(change);
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      if (!this.#takes(entryBytes + 2 * key.length)) return undefined;
      bucket = { change, requests: 0, first: Infinity, last: -Infinity, places: new Map() };
      this.#buckets.set(key, bucket);
    }
    return bucket;
  }

  /** False when there was no room for whom, or for an example. */
  #count(bucket: Bucket, { id, session, time, ask, place = '' }: TalliedRequest): boolean {
    const { issuer, subject, name } = ask.who;
    bucket.requests++;
    if (time < bucket.first) bucket.first = time;
    if (time > bucket.last) bucket.last = time;
    let at = bucket.places.get(place);
    if (at === undefined) {
      if (!this.#takes(entryBytes + place.length)) return false;
      at = { who: new Map(), examples: new LatestExamples(this.#mostExamples) };
      bucket.places.set(place, at);
    }
    const key = `${issuer}:${subject}`;
    const known = at.who.get(key);
    if (known !== undefined) known.requests++;
    else if (this.#takes(entryBytes + 2 * key.length + (name?.length ?? 0)))
      at.who.set(key, { issuer, subject, ...(name !== undefined && { name }), requests: 1 });
    else return false;
    const { examples } = at;
    const example = { record: id, session, time, who: known ?? at.who.get(key)! };
    if (!examples.isFull && !this.#takes(entryBytes)) return false;
    examples.add(example);
    return true;
  }

  /**
   * Numbers are of all; people and examples of those alone whom its reader may be told, and moments to the hour where there
   * may be others.
   */
  report(cancelled: boolean, tells?: TellsWhom): ReplayReport {
    const changes = [...this.#buckets.values()].map(
      ({ change, places, requests, first, last }): ReplayChange => {
        const { toldRequests, ...whom } = told(places, tells ?? (() => true), this.#mostExamples);
        const when =
          toldRequests === requests ? { first, last } : { first: toTheHour(first), last: toTheHour(last) };
        return { ...change, requests, ...when, ...whom };
      },
    );
    changes.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.requests - a.requests);
    const when = (time: number | undefined): number | undefined =>
      time === undefined || tells === undefined ? time : toTheHour(time);
    return {
      requests: this.requests,
      differing: this.#differing,
      first: when(this.#first),
      last: when(this.#last),
      changes,
      unsure: this.#unsure,
      more: this.#more,
      cancelled,
    };
  }
}

/** `toldRequests`: how many are of people whom the reader may be told. */
function told(
  places: Bucket['places'],
  tells: TellsWhom,
  mostExamples: number,
): Pick<ReplayChange, 'people' | 'who' | 'examples'> & { readonly toldRequests: number } {
  const all = new Set<string>();
  const whom = new Map<string, ReplayChange['who'][number]>();
  const examples: Example[] = [];
  for (const [place, at] of places) {
    for (const [key, one] of at.who) {
      all.add(key);
      if (!tells(place, one)) continue;
      whom.set(key, { ...one, requests: one.requests + (whom.get(key)?.requests ?? 0) });
    }
    for (const one of at.examples.all) if (tells(place, one.who)) examples.push(one);
  }
  return {
    toldRequests: [...whom.values()].reduce((sum, { requests }) => sum + requests, 0),
    people: all.size,
    who: [...whom.values()].sort((a, b) => b.requests - a.requests).slice(0, mostPeople),
    examples: examples
      .sort((a, b) => b.time - a.time)
      .slice(0, mostExamples)
      .map(({ who, ...one }) => ({ ...one, who: who.name ?? who.subject })),
  };
}
