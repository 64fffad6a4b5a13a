import { customerCases, globexEuropeCases } from './customer-cases.ts';
import { productDocs } from './product-docs.ts';

/** One collection to be loaded into Chroma. */
export interface DemoCollection {
  readonly tenant: string;
  readonly database: string;
  readonly name: string;
  readonly records: readonly {
    readonly id: string;
    readonly document: string;
    readonly metadata: Readonly<Record<string, string>>;
  }[];
}

const stored = ({
  id,
  document,
  metadata,
}: DemoCollection['records'][number]): DemoCollection['records'][number] => ({
  id,
  document,
  metadata,
});

/** All that the demo's Chroma holds. */
export const demoCollections = (): readonly DemoCollection[] => [
  {
    tenant: 'default_tenant',
    database: 'default_database',
    name: 'customer-cases',
    records: customerCases().map(stored),
  },
  {
    tenant: 'default_tenant',
    database: 'default_database',
    name: 'product-docs',
    records: productDocs().map(stored),
  },
  {
    tenant: 'globex-eu',
    database: 'default_database',
    name: 'customer-cases',
    records: globexEuropeCases().map(stored),
  },
];
