import type { CustomerCase } from '@vectorgate/demo';
import { customerCases, productDocs } from '@vectorgate/demo';
import { isRecord } from './told.ts';

interface Hit {
  readonly id: string;
  readonly document: unknown;
  readonly metadata: unknown;
  readonly vector: unknown;
}

const dimensions = 256;
const cases = new Map(customerCases().map((one) => [one.id, one]));
const docs = new Map(productDocs().map((one) => [one.id, one]));
const same = (a: unknown, b: unknown): boolean =>
  isRecord(a) && isRecord(b) ? Object.keys({ ...a, ...b }).every((key) => a[key] === b[key]) : a === b;

/** The hits of a `get` or of a query with one question; undefined when it is neither. */
export function readHits(value: unknown): readonly Hit[] | undefined {
  if (!isRecord(value) || !Array.isArray(value.ids)) return undefined;
  const nested = Array.isArray(value.ids[0]);
  const list = (name: string): readonly unknown[] => {
    const whole: unknown = value[name];
    const inner: unknown = nested && Array.isArray(whole) ? whole[0] : whole;
    return Array.isArray(inner) ? inner : [];
  };
  return list('ids').map((id, index) => ({
    id: String(id),
    document: list('documents')[index],
    metadata: list('metadatas')[index],
    vector: list('embeddings')[index],
  }));
}

const tenants = (hits: readonly Hit[]): string => {
  const found = new Set(hits.map((hit) => cases.get(hit.id)?.metadata.tenant));
  return found.size > 1 ? 'both tenants' : `${[...found].join()} only`;
};

const vectors = (hits: readonly Hit[]): string => {
  if (hits.every(({ vector }) => Array.isArray(vector) && vector.length === dimensions))
    return 'with vectors';
  return hits.every(({ vector }) => vector === undefined || vector === null) ? 'no vectors' : 'some vectors';
};

/** How much of the e-mail is shown: its end and no more than a third. */
function email(shown: unknown, { metadata }: CustomerCase): string {
  if (typeof shown !== 'string' || shown === metadata.email) return 'e-mail in clear';
  const end = /[^•*…]*$/.exec(shown)?.[0] ?? '';
  return end !== '' && metadata.email.endsWith(end) && end.length <= metadata.email.length / 3
    ? 'e-mail partly hidden'
    : 'e-mail altered in an unknown way';
}

const phone = (shown: unknown, { metadata }: CustomerCase): string =>
  typeof shown === 'string' && /\d{3}/.test(shown)
    ? 'phone in clear'
    : shown === metadata.phone
      ? 'phone in clear'
      : 'phone hidden';

/** Nothing of the person's contact and payment details stands in the text, and the rest of it does. */
function text(shown: unknown, { document, customer }: CustomerCase): string {
  if (typeof shown !== 'string') return 'no text';
  const details = [customer.email, customer.phone, customer.card, customer.iban];
  if (details.some((detail) => shown.includes(detail))) return 'text in clear';
  const opening = document.slice(0, document.indexOf('. ') + 1);
  return shown !== document && shown.includes(opening) ? 'text redacted' : 'text altered in an unknown way';
}

/** The same words for all hits, or which differ. */
const each = (hits: readonly Hit[], say: (hit: Hit, original: CustomerCase) => string): string =>
  [
    ...new Set(
      hits.map((hit) => {
        const original = cases.get(hit.id);
        return original ? say(hit, original) : 'a record that nobody stored';
      }),
    ),
  ].join(' or ');

const field = (metadata: unknown, name: string): unknown => (isRecord(metadata) ? metadata[name] : undefined);

/** Hits against what was stored, in the table's words. `asked` tells whether vectors were asked for. */
export function describeHits(hits: readonly Hit[], askedVectors: boolean): string {
  if (hits.length === 0) return 'nothing';
  const vectorWords = askedVectors ? [vectors(hits)] : [];
  const wholeOf = (hit: Hit, original: { document: string; metadata: object } | undefined): boolean =>
    original !== undefined &&
    same(hit.document, original.document) &&
    same(hit.metadata, { ...original.metadata });
  if (hits.every((hit) => wholeOf(hit, docs.get(hit.id)))) return ['whole', ...vectorWords].join(', ');
  if (hits.every((hit) => wholeOf(hit, cases.get(hit.id))))
    return ['whole', tenants(hits), ...vectorWords].join(', ');
  return [
    tenants(hits),
    each(hits, (hit, original) => email(field(hit.metadata, 'email'), original)),
    each(hits, (hit, original) => phone(field(hit.metadata, 'phone'), original)),
    each(hits, (hit, original) => text(hit.document, original)),
    ...vectorWords,
  ].join(', ');
}
