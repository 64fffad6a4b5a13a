import { pino } from 'pino';
import { indexEntry } from '../index/index-entry.ts';
import { RecordIndex } from '../index/record-index.ts';
import type { RecordDraft } from '../record.ts';

/** An index in memory over drafts, without a log. `places`: the number in the log of each. */
export function indexOfDrafts(
  drafts: readonly RecordDraft[],
  places: (number: number) => number = (number) => number,
): RecordIndex {
  const index = new RecordIndex(':memory:', pino({ level: 'silent' }));
  index.database().prepare('UPDATE progress SET sequence = 0').run();
  drafts.forEach(({ header }, number) => {
    const at = {
      sequence: places(number),
      segment: 1,
      offset: 9 * number,
      length: 9,
      chain: Buffer.alloc(32),
    };
    index.add(indexEntry(header, 5, at));
  });
  index.settle();
  return index;
}
