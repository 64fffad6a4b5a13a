import type { Analysis } from '../analyse.ts';
import type { Lens } from '../lens/lenses.ts';
import { ago } from '../meaning/catalogue-age.ts';
import { entriesIn, scalarIn, specOf } from './snapshot-nodes.ts';

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Over a snapshot: what it holds, and how old it is. */
export function snapshotLens({ snapshot, surroundings: { now } }: Analysis): readonly Lens[] {
  const found = snapshot && specOf(snapshot);
  if (found?.spec === undefined) return [];
  const connections = entriesIn(found.spec, 'connections');
  const collections = connections.flatMap((one) => entriesIn(one, 'collections'));
  const taken = Date.parse(String(scalarIn(found.source.nodeAt(['metadata']), 'taken')?.value));
  const facts = [
    counted(connections.length, 'connection'),
    counted(collections.length, 'collection'),
    ...(Number.isNaN(taken) ? [] : [`taken ${ago(now - taken)}`]),
  ];
  return [{ at: 0, kind: 'file', text: facts.join(' · ') }];
}
