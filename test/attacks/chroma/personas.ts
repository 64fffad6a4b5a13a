import type { Change, StoredRecord } from './snapshot.ts';

/** Who tries: the demo's people and its pipeline, and two services that the further policy lets do more. */
export const personas = ['nobody', 'ana', 'omar', 'rita', 'ola', 'pipeline', 'clerk', 'builder'] as const;
export type Persona = (typeof personas)[number];

/** What the policies give one of them, said a second time and without the policy engine. */
export interface Gives {
  readonly reads: (record: StoredRecord) => boolean;
  /** Contact data and vectors of the customers' cases are masked. */
  readonly masked: boolean;
  readonly changes: (change: Change) => boolean;
  /** Records in one page, hits of one query. */
  readonly page: number;
  readonly topK: number;
  /** Nothing at all is answered. */
  readonly closed: boolean;
}

const no = (): boolean => false;
const nothing: Gives = { reads: no, masked: true, changes: no, page: 0, topK: 0, closed: true };
const own = ({ place }: StoredRecord): boolean => place === 'default_tenant';
const ofAcme = (record: StoredRecord | undefined): boolean => record?.metadata.tenant === 'acme';
const isCase = (record: StoredRecord): boolean => own(record) && record.collection === 'customer-cases';

export const gives: Readonly<Record<Persona, Gives>> = {
  nobody: nothing,
  rita: nothing,
  ola: nothing,
  // It may only put records in, which no attempt of these does but by the way.
  pipeline: { ...nothing, closed: false },
  ana: {
    reads: (r) => (isCase(r) && ofAcme(r)) || (own(r) && r.collection === 'product-docs'),
    masked: true,
    changes: no,
    page: 100,
    topK: 50,
    closed: false,
  },
  // An owner may change records one by one, but none of the attempts is one of those.
  omar: {
    reads: (r) => isCase(r) || (own(r) && r.collection === 'product-docs'),
    masked: false,
    changes: no,
    page: 200,
    topK: 200,
    closed: false,
  },
  clerk: {
    reads: (r) => r.collection === 'orders' && ofAcme(r),
    masked: false,
    changes: ({ what, before, after }) =>
      what.startsWith('record default_tenant/orders/') &&
      (before === undefined || ofAcme(before)) &&
      (after === undefined || ofAcme(after)),
    page: Number.POSITIVE_INFINITY,
    topK: Number.POSITIVE_INFINITY,
    closed: false,
  },
  builder: {
    reads: (r) => isCase(r) && ofAcme(r),
    masked: true,
    changes: no,
    page: 100,
    topK: 50,
    closed: false,
  },
};
