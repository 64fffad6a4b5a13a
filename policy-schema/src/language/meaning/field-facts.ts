import type { CatalogueCollection, CatalogueField } from '../catalogue.ts';

/** The types of a field's values, in words. */
const typeText = ({ type, types }: CatalogueField): string => type ?? types?.join(' or ') ?? 'type not known';

/** What is known of a field in a collection: its type, and in which part of its records it is. */
export function fieldFacts({ sampled }: CatalogueCollection, field: CatalogueField): string {
  const { records } = field;
  if (sampled === undefined || sampled === 0 || records === undefined) return typeText(field);
  const share = records >= sampled ? 'every record' : `${shareText(records / sampled)} of records`;
  return `${typeText(field)}, in ${share}`;
}

const shareText = (share: number): string =>
  share < 0.01 ? 'less than 1 %' : `${Math.round(share * 100)} %`;
