import type { Catalogue } from '../language/catalogue.ts';

/** What exists in tests of the language. */
export const testCatalogue: Catalogue = {
  connections: [
    {
      name: 'insights',
      store: 'chroma',
      people: 'people',
      tenants: ['default_tenant', 'globex-eu'],
      databases: ['default_database'],
      collections: [
        {
          name: 'customer-cases',
          fields: [
            { path: 'tenant', type: 'string' },
            { path: 'email', type: 'string' },
            { path: 'phone', type: 'string' },
            { path: 'address.city', type: 'string' },
            { path: 'level', type: 'number' },
          ],
        },
        {
          name: 'customer-notes',
          fields: [
            { path: 'tenant', type: 'string' },
            { path: 'note', type: 'string' },
          ],
        },
        { name: 'product-docs', fields: [{ path: 'title', type: 'string' }] },
      ],
    },
    { name: 'archive', store: 'qdrant', people: 'people' },
    { name: 'mirror', store: 'chroma', people: 'people', sameDatabaseAs: ['insights'] },
  ],
  issuers: [
    {
      name: 'people',
      claims: { tenant: 'string', dept: 'string', clearance: 'number', tenants: 'string-list' },
      groups: ['analysts', 'data-owners', 'contractors', 'privacy-officers'],
    },
    { name: 'ci', claims: { repository: 'string' }, services: ['ingest'] },
  ],
};
