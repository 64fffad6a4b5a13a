import { chunkPlaces } from './chunk-places.ts';
import type { ColumnStore } from './column-store.ts';
import { families } from './families.ts';
import type { SearchWay } from './make-tests.ts';
import {
  keepInSpans,
  keepMarked,
  type MemberTest,
  makePlaces,
  markTuples,
  type Places,
  placesMarked,
  type SpanTest,
  spanSays,
} from './record-test.ts';

/** The tests on one family, and what they leave of a chunk. */
interface FamilyTests {
  readonly family: number;
  readonly members: readonly MemberTest[];
  readonly marked: Uint8Array;
  records: number;
}

/** By what the records of a chunk are told: it holds no others; the tuples of one family; each by its place. */
export type ToldBy =
  | { readonly by: 'chunk' }
  | { readonly by: 'family'; readonly family: number; readonly marked: Uint8Array; readonly records: number }
  | { readonly by: 'place' };

const byChunk: ToldBy = { by: 'chunk' };
const byPlace: ToldBy = { by: 'place' };
/** Tuple 0 is that of no record. */
const anyRecord = new Uint8Array(2 * chunkPlaces).fill(1);
anyRecord[0] = 0;

/** One way through one chunk after the other: tuples first, since there are few, and places only where they leave a choice. */
export class ChunkSearch {
  readonly #store: ColumnStore;
  readonly #tests: readonly FamilyTests[];
  readonly #spans: readonly SpanTest[];
  readonly #found = makePlaces();
  #chunk = 0;
  /** Tests that some records of the chunk satisfy, and others do not. */
  #open: FamilyTests[] = [];
  #openSpans: SpanTest[] = [];

  constructor(store: ColumnStore, { members, spans }: SearchWay) {
    this.#store = store;
    this.#spans = spans;
    // Families in the order of their first test: who may see a record comes first.
    this.#tests = [...new Set(members.map(({ family }) => family))].map((family) => ({
      family,
      members: members.filter((test) => test.family === family),
      marked: new Uint8Array(2 * chunkPlaces),
      records: 0,
    }));
  }

  /** Looks at a chunk as a whole. Undefined: nothing is found there. */
  look(chunk: number): ToldBy | undefined {
    this.#chunk = chunk;
    this.#open = [];
    this.#openSpans = [];
    for (const test of this.#tests) {
      const tuples = this.#store.tuples(chunk, test.family);
      // Removed while others had their turn.
      if (tuples === undefined) return undefined;
      test.records = markTuples(test.members, tuples, test.marked);
      if (test.records === 0) return undefined;
      if (test.records < tuples.held) this.#open.push(test);
    }
    for (const test of this.#spans) {
      const span = this.#store.span(chunk, test.amount);
      const says = span === undefined ? 'some' : spanSays(test, span);
      if (says === 'none') return undefined;
      if (says === 'some') this.#openSpans.push(test);
    }
    const [only, ...others] = this.#open;
    if (others.length > 0 || this.#openSpans.length > 0) return byPlace;
    return only === undefined ? byChunk : { by: 'family', ...only };
  }

  /** What is found among the first places of the chunk that was looked at, the newest first. */
  places(before = chunkPlaces): Places {
    const found = this.#found;
    found.length = 0;
    const [first, ...rest] = this.#open;
    const ids = this.#store.ids(this.#chunk, first?.family ?? people);
    if (ids === undefined) return found;
    placesMarked(ids, first?.marked ?? anyRecord, before, found);
    // What leaves least comes first.
    for (const { family, marked } of rest.sort((a, b) => a.records - b.records)) {
      const numbers = found.length > 0 && this.#store.ids(this.#chunk, family);
      if (!numbers) break;
      keepMarked(numbers, marked, found);
    }
    for (const test of this.#openSpans) {
      const amounts = found.length > 0 && this.#store.amounts(this.#chunk, test.amount);
      if (!amounts) break;
      keepInSpans(test, amounts, found);
    }
    return found;
  }
}

const people = families.findIndex((members) => members.includes('identity'));
