import type { CatalogueCollection, CatalogueField } from '../catalogue.ts';

/** The types of a field's values, in words. */
export const typeText = ({ type, types }: CatalogueField): string =>
  type ?? types?.join(' or ') ?? 'type not known';

/** In which part of a collection's records a field is; undefined where nobody looked. */
export function shareText({ sampled }: CatalogueCollection, { records }: CatalogueField): string | undefined {
  if (sampled === undefined || sampled === 0 || records === undefined) return undefined;
  if (records >= sampled) return 'every record';
  const share = (100 * records) / sampled;
  return `${share < 1 ? 'less than 1' : Math.min(99, Math.round(share))} % of the records`;
}
