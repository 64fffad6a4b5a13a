import { type CallBody, keptDigest, sentDigest, spokenNumber } from './call-body.ts';
import type { JsonTree } from './json-tree.ts';

/** So many are named; a call that differs in more is another call. */
const most = 3;

/**
 * In what a body differs from a recorded one: places in it, three at most, never values. None: they say the same, members
 * in any order and numbers however they are written. A vector of which the record keeps dimension and digest is the same
 * when it is sent in the very same bytes. Of a call over gRPC both bodies hold that of a vector.
 */
export function differences(recorded: CallBody, asked: CallBody): readonly string[] {
  if (Buffer.compare(recorded.bytes, asked.bytes) === 0) return [];
  const [before, now] = [recorded.tree, asked.tree];
  if (before === undefined || now === undefined) return ['the body'];
  const found: string[] = [];
  compare(before, now, '', found);
  return found;
}

function compare(before: JsonTree, now: JsonTree, place: string, found: string[]): void {
  if (found.length >= most) return;
  const here = place === '' ? 'the body' : place;
  const digest = keptDigest(before);
  const sent = now.kind === 'list' || now.kind === 'text' ? sentDigest(now.source) : keptDigest(now);
  if (digest !== undefined && sent !== undefined) {
    if (sent !== digest) found.push(`${here} (another vector)`);
    return;
  }
  if (before.kind === 'object' && now.kind === 'object') {
    for (const [key, value] of before.members) {
      const other = now.members.get(key);
      if (other === undefined) add(found, `${below(place, key)} (left out)`);
      else compare(value, other, below(place, key), found);
    }
    for (const key of now.members.keys())
      if (!before.members.has(key)) add(found, `${below(place, key)} (added)`);
  } else if (before.kind === 'list' && now.kind === 'list') {
    if (before.items.length !== now.items.length)
      add(found, `${here} (${now.items.length} instead of ${before.items.length})`);
    else
      for (const [at, item] of before.items.entries())
        compare(item, now.items[at]!, `${place}[${at}]`, found);
  } else if (!sameScalar(before, now)) add(found, here);
}

const below = (place: string, key: string): string => (place === '' ? key : `${place}.${key}`);

function add(found: string[], difference: string): void {
  if (found.length < most) found.push(difference);
}

function sameScalar(before: JsonTree, now: JsonTree): boolean {
  if (before.kind === 'text' && now.kind === 'text') return before.value === now.value;
  if (before.kind === 'word' && now.kind === 'word') return before.source === now.source;
  return (
    before.kind === 'number' &&
    now.kind === 'number' &&
    spokenNumber(before.source) === spokenNumber(now.source)
  );
}
