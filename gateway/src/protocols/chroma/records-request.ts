import type { FieldReference, Filter, RequiredFilter } from '@vectorgate/policy-schema';
import type { Splices } from '../../json/splices.ts';
import { filterText } from '../filter-text.ts';
import { filterUses } from '../filter-uses.ts';
import { readWhere, readWhereDocument } from './read-where.ts';
import type { RequestBody } from './request-body.ts';
import { malformed } from './unreadable.ts';
import { writeWhere } from './write-where.ts';

/** What Chroma can put into an answer, by its own word, and the field it is. Metadata is every other field. */
const included: Readonly<Record<string, string>> = {
  documents: '$document',
  uris: '$uri',
  embeddings: '$vector',
  distances: '$score',
};

/** Fields that an `include` list asks for. Metadata has no names before it is seen: then it is `all`. */
export function returnedFields(body: RequestBody, byDefault: readonly string[]): 'all' | readonly string[] {
  const include = body.strings('include') ?? byDefault;
  const fields = ['$id'];
  for (const word of include) {
    if (word === 'metadatas') return 'all';
    const field = Object.hasOwn(included, word) ? included[word] : undefined;
    if (field === undefined)
      throw malformed('include', 'a list of documents, metadatas, embeddings, distances and uris');
    fields.push(field);
  }
  return fields;
}

/** The caller's own filter: `where` and `where_document`, both of which must hold. */
export function callersFilter(body: RequestBody): Filter | undefined {
  const { bytes } = body.document;
  const where = body.get('where');
  const document = body.get('where_document');
  const parts = [
    ...(where === undefined ? [] : [readWhere(bytes, where)]),
    ...(document === undefined ? [] : [readWhereDocument(bytes, document)]),
  ];
  return parts.length > 1 ? { op: 'and', of: parts } : parts[0];
}

/** Uses of fields by a filter and by a list of ids. */
export function filterReferences(
  filter: Filter | undefined,
  ids: readonly string[] | undefined,
): FieldReference[] {
  return [...filterUses(filter), ...(ids === undefined ? [] : [{ field: '$id', use: 'filter' as const }])];
}

/** And-s a required filter to a request's `where`, and says so. */
export function requireFilter(
  body: RequestBody,
  splices: Splices,
  filter: RequiredFilter,
  changes: string[],
): void {
  const required = writeWhere(filter);
  const member = body.root.members.get('where');
  if (member === undefined) splices.insertMember(body.root, 'where', required);
  else if (member.value.kind === 'null') splices.replaceNode(member.value, required);
  else {
    splices.replace(member.value.start, member.value.start, `{"$and":[${required},`);
    splices.replace(member.value.end, member.value.end, ']}');
  }
  changes.push(`filter ${filterText(filter)} added`);
}
