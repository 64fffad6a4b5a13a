import { plain } from '../../markdown/plain.ts';
import type { CatalogueCollection } from '../catalogue.ts';

/** What is known of a collection, in a sentence of Markdown; undefined where nothing is. */
export function collectionFacts({ records, dimension, metric }: CatalogueCollection): string | undefined {
  const facts = [
    ...(records === undefined ? [] : [`about ${rounded(records)} ${records === 1 ? 'record' : 'records'}`]),
    ...(dimension === undefined ? [] : [`vectors of ${dimension} dimensions`]),
    ...(metric === undefined ? [] : [`compared by ${plain(metric)}`]),
  ].join(', ');
  return facts === '' ? undefined : `${facts.charAt(0).toUpperCase()}${facts.slice(1)}.`;
}

/** A count as people say it: two digits of it, for it is older than the data. */
function rounded(count: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return (Math.round(count / unit) * unit).toLocaleString('en');
}
