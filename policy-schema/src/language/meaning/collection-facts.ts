import type { CatalogueCollection } from '../catalogue.ts';

/** What is known of a collection, in a few words each. */
export const collectionFacts = ({ records, dimension, metric }: CatalogueCollection): readonly string[] => [
  ...(records === undefined ? [] : [`about ${rounded(records)} records`]),
  ...(dimension === undefined ? [] : [`${dimension} dimensions`]),
  ...(metric === undefined ? [] : [metric]),
];

/** A count as people say it: two digits of it, for it is older than the data. */
function rounded(count: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return (Math.round(count / unit) * unit).toLocaleString('en');
}
