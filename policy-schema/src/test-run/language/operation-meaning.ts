import { spoken, spokenShort } from '../../language/meaning/spoken.ts';
import { codeSpan } from '../../markdown/code-span.ts';
import { plain } from '../../markdown/plain.ts';
import type { TestOperation } from '../../schema/test/operation-schema.ts';
import { classesOf } from '../build-operation.ts';

const collectionText = (part: unknown): string => {
  if (part === undefined) return 'no collection';
  return typeof part === 'string'
    ? codeSpan(part)
    : `a collection that is ${codeSpan((part as { is: string }).is)}`;
};

/** What an operation of a test asks, in one sentence. */
export function operationMeaning(name: string, written: TestOperation, ofAll: string | undefined): string {
  const { collection, topK, page, offset, records, ids, filtered } = written;
  const places = (Array.isArray(collection) ? collection : [collection]).map(collectionText);
  const connection = written.connection ?? ofAll;
  const asked = [
    ...(topK === undefined ? [] : [`top-k ${topK}`]),
    ...(page === undefined ? [] : [`a page of ${page}`]),
    ...(offset === undefined ? [] : [`from ${offset} on`]),
    ...(records === undefined ? [] : [`${records} records`]),
    ...(ids === undefined ? [] : [`${ids.length} ids`]),
    ...(filtered === undefined
      ? []
      : [`filtered by ${filtered === 'all' ? 'all' : plain(spokenShort(filtered))}`]),
  ];
  const where = connection === undefined ? '' : ` on ${codeSpan(connection)}`;
  const numbers = asked.length === 0 ? '' : `, ${asked.join(', ')}`;
  return `Operation ${codeSpan(name)}: ${spoken(classesOf(written))} of ${spokenShort(places)}${where}${numbers}.`;
}
