import { type LookedThrough, lookedWords } from '@vectorgate/policy-schema/records-query';
import { isRecord } from '../api/read-json.ts';

/** How far a search for texts looked, as the gateway tells it, and how to go on; empty for another search. */
export function lookedLines(looked: unknown, further = ''): string {
  if (!isRecord(looked)) return '';
  const { far, not } = lookedWords(looked as unknown as LookedThrough);
  return [far, not, further && `Look further: ${further}`]
    .filter(Boolean)
    .map((line) => `${line}\n`)
    .join('');
}
