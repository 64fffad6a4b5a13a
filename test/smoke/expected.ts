import type { StoreKind } from '@vectorgate/demo';
import type { Persona } from './personas.ts';

/** One call of the table and what each person is to see. */
export interface ExpectedRow {
  /** The cell's name in the file of calls. */
  readonly call: string;
  /** How a person would say it. */
  readonly title: string;
  readonly expected: Readonly<Record<Persona, string>>;
}

const signIn = '401 sign in';
const refused = 'refused';
const noSuch = 'no such collection';

const row = (
  call: string,
  title: string,
  ana: string,
  omar: string,
  pipeline: string = refused,
): ExpectedRow => ({
  call,
  title,
  expected: { nobody: signIn, ana, omar, rita: refused, ola: refused, pipeline },
});

/** The demo policy in words: what every call gives everybody, whatever the store. */
const everywhere: readonly ExpectedRow[] = [
  row('connect', 'connect', 'connected', 'connected', 'connected'),
  row('list', 'list', 'both collections', 'both collections', 'customer-cases only'),
  row(
    'query-10',
    'query, 10 hits',
    'acme only (notice), e-mail partly hidden, phone hidden, text redacted, no vectors',
    'whole, both tenants, with vectors',
  ),
  row('query-1000', 'query, 1,000', 'refused: limit 50', 'refused: limit 200'),
  row('query-docs', 'query product-docs with vectors', 'whole, with vectors', 'whole, with vectors'),
  row('where-email', 'where={"email": …}', 'refused: masked', 'whole, acme only'),
  row('where-document', 'where_document', 'refused: masked', 'whole, both tenants'),
  row('count', 'count()', '1200', '2000'),
  row(
    'peek',
    'peek()',
    'acme only (notice), e-mail partly hidden, phone hidden, text redacted, no vectors',
    'whole, both tenants, with vectors',
  ),
  row('upsert', 'upsert of a new case', refused, 'done', 'done'),
  row('delete-id', 'delete by id', refused, 'done'),
  row('delete-filter', 'delete by an always-true filter', refused, 'refused: needs approval'),
];

/** What only Chroma has: reading without a limit, and tenants. */
const ofChroma: readonly ExpectedRow[] = [
  row('get-all', 'get() without a limit', 'refused: page', 'refused: page'),
  row('other-tenant-name', 'the other Chroma tenant, by name', refused, refused),
  {
    call: 'other-tenant-uuid',
    title: 'the other Chroma tenant, by UUID',
    // Nobody learns that there is one: the id is no collection of this tenant.
    expected: { nobody: signIn, ana: noSuch, omar: noSuch, rita: noSuch, ola: noSuch, pipeline: noSuch },
  },
  row('other-tenant-uuid-there', 'the same under its own name', refused, refused),
];

/** What only Qdrant has. */
const ofQdrant: readonly ExpectedRow[] = [
  row('get-all', 'scroll, 10,000', 'refused: limit 100', 'refused: limit 200'),
  row('facet', 'facet of e-mails', 'refused: masked', '10'),
  row('groups', 'groups by tenant', 'acme', 'acme,globex'),
  row('snapshot', 'list of snapshots', refused, refused),
];

/** The rows of a store's table. */
export const expectedRows = (store: StoreKind): readonly ExpectedRow[] => [
  ...everywhere,
  ...(store === 'qdrant' ? ofQdrant : ofChroma),
];
