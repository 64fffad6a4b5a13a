import type { FieldReference } from '../operation/operation.ts';

/** A use of a field as what somebody may not do with it. */
export const usePhrase: Readonly<Record<FieldReference['use'], string>> = {
  filter: 'filter by it',
  order: 'order by it',
  group: 'group by it',
  facet: 'facet by it',
  count: 'count by it',
  rerank: 'rerank by it',
  prompt: 'put it into a prompt',
  'text-search': 'search its text',
  write: 'write it',
  copy: 'copy it',
  similarity: 'compare by it',
};
