import { describeHits, readHits } from './describe-hits.ts';
import { describeRefusal } from './describe-refusal.ts';
import type { Told } from './told.ts';

const withVectors = new Set(['query-10', 'query-docs', 'peek']);

/** What a call gave, in the table's words. */
export function describe(told: Told): string {
  if ('error' in told.outcome) return describeRefusal(told.outcome.error);
  const { value } = told.outcome;
  if (told.call === 'list' && Array.isArray(value)) {
    const names = value.map(String);
    return names.join() === 'customer-cases,product-docs' ? 'both collections' : `${names.join(', ')} only`;
  }
  const hits = readHits(value);
  if (!hits) return String(value);
  const words = describeHits(hits, withVectors.has(told.call));
  const notice = /VectorGate: .*/.exec(told.shown)?.[0];
  if (notice === undefined) return words;
  const isWhole = /\. Decision [0-9A-HJKMNP-TV-Z]{26}\.$/.test(notice);
  return words.replace(' only', isWhole ? ' only (notice)' : ' only (notice without its decision)');
}
