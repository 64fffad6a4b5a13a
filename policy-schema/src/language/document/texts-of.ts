import { isScalar, type YAMLSeq } from 'yaml';

/** The texts among the entries of a list. */
export const textsOf = (list: YAMLSeq): readonly string[] =>
  list.items.flatMap((item) => (isScalar(item) && typeof item.value === 'string' ? [item.value] : []));
