import type { Filter } from '@vectorgate/policy-schema';
import type { JsonNode } from '../../json/json-node.ts';
import { stringText } from '../../json/string-text.ts';
import { readFilter } from './read-filter.ts';
import { RequestObject } from './request-object.ts';
import { malformed } from './unreadable.ts';

const known = ['hnsw_ef', 'exact', 'quantization', 'indexed_only', 'acorn', 'idf'];

/** The points over which a search counts how often words stand: those that satisfy a filter of its own. */
export interface Corpus {
  /** Its filter stands there as `corpus`. */
  readonly object: RequestObject;
  readonly filter: Filter;
}

/** Reads `params` of a search. Throws `Refusal` for fields that are not known; returns the corpus, where one is named. */
export function readSearchParams(bytes: Buffer, node: JsonNode | undefined): Corpus | undefined {
  if (node === undefined) return undefined;
  const idf = new RequestObject({ bytes }, node, 'params', known).get('idf');
  if (idf === undefined) return undefined;
  if (idf.kind === 'string' && stringText(bytes, idf) === 'global') return undefined;
  const object = new RequestObject({ bytes }, idf, 'idf', ['corpus']);
  const corpus = object.get('corpus');
  if (corpus === undefined) throw malformed('idf', '"global", or a corpus');
  return { object, filter: readFilter(bytes, corpus) };
}
