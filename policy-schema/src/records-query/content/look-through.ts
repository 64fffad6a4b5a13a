import type { RecordsQuery } from '../records-query.ts';
import { askedTexts, type ShownRequest } from './asked-texts.ts';
import { contentTestOf, type PassTurn } from './content-test.ts';
import { type FilteredHeader, filterTestOf } from './filter-test.ts';
import type { LookedThrough, UnlookedKind } from './looked-through.ts';

/** How much one question may look at. The first bound that is reached ends it, behind a record that was looked at whole. */
export interface LookBounds {
  readonly records: number;
  /** Of what was recorded, opened. */
  readonly bytes: number;
  readonly milliseconds: number;
  /** Of what was asked in one record: a longer one is not looked into, and told. */
  readonly bytesOfOne: number;
}

export const lookBounds: LookBounds = {
  records: 2_000,
  bytes: 64 * 1024 * 1024,
  milliseconds: 3_000,
  bytesOfOne: 2 * 1024 * 1024,
};

/** Of the header of a record, what it takes to look into it. */
export interface LookedAtHeader extends FilteredHeader {
  readonly time: string;
  /** Present in the record of a look at records. */
  readonly reviewed?: unknown;
}

/** What of a record may be looked into by this reader, or why nothing. */
export type Lookable = { readonly bytes: number } & (
  | { readonly shown: ShownRequest; readonly partly: boolean }
  | { readonly shown?: undefined; readonly why: UnlookedKind }
);

export interface LookOf<Header> {
  /** Those that satisfy all other terms and are there for this reader, the newest first. */
  readonly candidates: AsyncIterable<Header> | Iterable<Header>;
  /** Opens one, as its reader is shown it. */
  readonly open: (header: Header) => Promise<Lookable>;
  readonly pass: PassTurn;
  /** Found records that are enough. */
  readonly limit: number;
  readonly bounds?: LookBounds;
}

export interface LookResult<Header> {
  readonly found: readonly Header[];
  readonly looked: LookedThrough;
  /** The last one that was looked at. */
  readonly last?: Header;
}

/**
 * Looks for texts and filters into one record after the other. What is not shown to the reader is not looked into, so it is found by no
 * term, a negated one neither. What people searched for among records is passed over: each question would find those before it.
 */
export async function lookThrough<Header extends LookedAtHeader>(
  query: RecordsQuery,
  { candidates, open, pass, limit, bounds = lookBounds }: LookOf<Header>,
): Promise<LookResult<Header>> {
  const holds = contentTestOf(query);
  const isFiltered = filterTestOf(query);
  const until = performance.now() + bounds.milliseconds;
  const found: Header[] = [];
  const unlooked: Record<UnlookedKind, number> = { forgotten: 0, bare: 0, withheld: 0, long: 0, damaged: 0 };
  let [records, bytes, partly] = [0, 0, 0];
  let last: Header | undefined;
  let further = false;
  const isEnough = (): boolean =>
    found.length >= limit ||
    records >= bounds.records ||
    bytes >= bounds.bytes ||
    (records > 0 && performance.now() >= until);
  for await (const header of candidates) {
    if (isEnough()) {
      further = true;
      break;
    }
    records += 1;
    last = header;
    if (header.reviewed !== undefined) continue;
    const opened = await open(header);
    bytes += opened.bytes;
    if (opened.shown === undefined) unlooked[opened.why] += 1;
    else {
      const filtered = await isFiltered(header, opened.shown, pass);
      if (typeof filtered === 'string') unlooked[filtered] += 1;
      else if (opened.partly) partly += 1;
      if (filtered === true && (await holds(askedTexts(opened.shown), pass))) found.push(header);
    }
    await pass();
  }
  return {
    found,
    looked: {
      records,
      ...(last !== undefined && { back: last.time }),
      ...(further && { further }),
      ...unlooked,
      partly,
    },
    ...(last !== undefined && { last }),
  };
}
