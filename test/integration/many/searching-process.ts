// A process that searches records and does nothing else: started by the test with the index's path, told what to look for on
// its standard input. The gateway's whole program is loaded, so what it takes is what searching takes of a gateway.
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import '@vectorgate/gateway';
import { readQuery } from '@vectorgate/policy-schema/records-query';
import { pino } from 'pino';
import { RecordIndex } from '../../../gateway/src/sessions/index/record-index.ts';
import { countFacets } from '../../../gateway/src/sessions/search/count-facets.ts';
import { findMatching } from '../../../gateway/src/sessions/search/find-matching.ts';
import type { RecordSearch } from '../../../gateway/src/sessions/search/record-search.ts';
import type { SearchAnswer, SearchAsked, Searched } from './search-asked.ts';

/** Resident memory at the most since the program began. `ru_maxrss` would count what its parent had. */
const peak = (): number =>
  1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);

const asked = JSON.parse(await text(process.stdin)) as readonly SearchAsked[];
const before = peak();
const index = new RecordIndex(process.argv[2] ?? '', pino({ level: 'silent' }));
const answers: SearchAnswer[] = [];
for (const { query, now, whose, reviewed } of asked) {
  const search: RecordSearch = {
    query: readQuery(query),
    now,
    ...(whose && { whose }),
    ...(reviewed !== undefined && { review: (place) => place.includes(`"${reviewed}"`) }),
  };
  const { numbers } = await findMatching(index.database(), index.columns(), search, { limit: 50 });
  const { total, facets } = await countFacets(index.database(), index.columns(), search);
  answers.push({ numbers, total, people: facets.find(({ key }) => key === 'who')?.values ?? [] });
}
index.close();
process.stdout.write(JSON.stringify({ answers, before, peak: peak() } satisfies Searched));
