import { setImmediate as breathe } from 'node:timers/promises';
import {
  type Lookable,
  type LookBounds,
  type LookedThrough,
  lookBounds,
  lookedInto,
  lookThrough,
  withoutContent,
} from '@vectorgate/policy-schema/records-query';
import { GateError } from '../errors/gate-error.ts';
import type { RecordHeader } from '../sessions/record.ts';
import { cursorAt, instantIn } from '../sessions/search/find-matching.ts';
import type { RecordSearch } from '../sessions/search/record-search.ts';
import type { SessionReader } from './session-reader.ts';
import type { seenValues } from './what-callers-see.ts';

type See = ReturnType<typeof seenValues>;

/** How long (ms) looking keeps everything else waiting at a time, single records apart. */
const slice = 8;
/** Headers that are read at a time: few at first, as often enough is found among them. */
const pages = { first: 100, further: 500 };
/** What cannot be read of a record that is there: one of them is no reason to find nothing. */
const damaged = new Set(['record-damaged', 'record-removed', 'session-key-missing', 'session-key-damaged']);

interface LookInto {
  readonly reader: Pick<SessionReader, 'searchRecords' | 'readMany'>;
  /** What of a record its reader is shown: nothing else is looked into. */
  readonly see: See;
  readonly search: RecordSearch;
  /** Found records that are enough. */
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Awaited when it is known where the records lie, before the first of them is opened. */
  readonly begin?: () => Promise<void>;
  readonly bounds?: LookBounds;
}

/** Records that a search with texts or filters finds, the newest first, and how far it looked. Nothing that was opened is kept. */
export async function lookIntoRecords({
  reader,
  see,
  search,
  limit,
  cursor,
  begin = async () => {},
  bounds = lookBounds,
}: LookInto): Promise<{ records: readonly RecordHeader[]; looked: LookedThrough; next?: string }> {
  const others: RecordSearch = { ...search, query: withoutContent(search.query) };
  /** Undefined where the last one that was found was removed meanwhile, as it was past its time: so was all behind it. */
  const further = (page: Parameters<typeof reader.searchRecords>[1]) =>
    reader.searchRecords(others, page).catch((error: unknown) => {
      if (error instanceof GateError && error.code === 'bad-cursor') return undefined;
      throw error;
    });
  async function* candidates(): AsyncGenerator<RecordHeader> {
    let { records, next } = await reader.searchRecords(others, { limit: pages.first, cursor });
    await begin();
    yield* records;
    while (next !== undefined) {
      const page = await further({ limit: pages.further, cursor: next });
      if (page === undefined) return;
      ({ records, next } = page);
      yield* records;
    }
  }
  const wanted = { most: bounds.bytesOfOne, ...lookedInto(search.query) };
  const { found, looked, last } = await reader.readMany((getRecord) =>
    lookThrough(search.query, {
      candidates: candidates(),
      open: ({ id }) => openFor(getRecord, see, id, wanted),
      pass: turns(),
      limit,
      bounds,
    }),
  );
  const now = (cursor === undefined ? undefined : instantIn(cursor)) ?? search.now;
  return {
    records: found,
    looked,
    ...(looked.further && last !== undefined && { next: cursorAt(last.id, now) }),
  };
}

/** What of a record is looked into, and of how many bytes at the most. */
interface Wanted {
  readonly most: number;
  readonly texts: boolean;
  readonly filters: boolean;
}

async function openFor(
  getRecord: SessionReader['getRecord'],
  see: See,
  id: string,
  { most, texts, filters }: Wanted,
): Promise<Lookable> {
  try {
    const record = await getRecord(id, texts ? 'request' : 'operations', most);
    if (record === undefined) return { bytes: 0, why: 'damaged' };
    const { read = 0 } = record;
    if (record.forgotten === true) return { bytes: read, why: 'forgotten' };
    if (record.long === true) return { bytes: read, why: 'long' };
    // What had to be read beside them counts as well: they may be sealed together with a long answer.
    const opened = Object.values(record.parts).reduce((sum, part) => sum + part.length, 0);
    const bytes = Math.max(read, opened);
    const { parts } = record;
    if (texts && parts.operations === undefined && parts.request === undefined) return { bytes, why: 'bare' };
    if (filters && parts.decision === undefined) return { bytes, why: 'bare' };
    const { values, changed, withheld } = see(record);
    const { operations = null, request = null, decision = null } = values;
    if (texts && operations === null && request === null) return { bytes, why: 'withheld' };
    // What was not understood has no operations. Where it has, a filter is the one that was asked and the one that was added.
    if (filters && (decision === null || (operations === null && parts.operations !== undefined)))
      return { bytes, why: 'withheld' };
    const partly =
      texts &&
      // Where there was no body, values may be taken out of the operations with nothing withheld as a whole.
      (changed.includes('operations') ||
        withheld.some(({ part }) => part === 'operations' || part === 'request'));
    return { bytes, shown: { operations, request, decision }, partly };
  } catch (error) {
    if (error instanceof GateError && damaged.has(error.code)) return { bytes: 0, why: 'damaged' };
    throw error;
  }
}

/** Lets requests of others pass once it was long enough. */
function turns(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < slice) return undefined;
    return breathe().then(() => {
      since = performance.now();
    });
  };
}
