import type { ClaimType } from '../operation/identity.ts';
import type { OperationClass } from '../operation/operation-class.ts';

/** The CEL variables of a `when`, their fields and types. */
export const identityFields = {
  subject: 'string',
  issuer: 'string',
  kind: 'string',
  groups: 'list<string>',
} as const;

export const targetFields = {
  tenant: 'string',
  database: 'string',
  namespace: 'string',
  collection: 'string',
} as const;

export const requestFields = {
  records: 'int',
  topK: 'int',
  page: 'int',
  offset: 'int',
  filtered: 'list<string>',
  returns: 'list<string>',
  writes: 'list<string>',
} as const;

export type RequestField = keyof typeof requestFields;

/** Which fields of `request` an operation of a class has. A `when` may read what every class of its rule has. */
export const requestFieldsOf: Readonly<Record<OperationClass, readonly RequestField[]>> = {
  search: ['records', 'topK', 'offset', 'filtered', 'returns'],
  fetch: ['records', 'returns'],
  scan: ['records', 'page', 'offset', 'filtered', 'returns'],
  aggregate: ['records', 'filtered'],
  upsert: ['records', 'writes'],
  update: ['records', 'writes'],
  delete: ['records'],
  'delete-bulk': ['filtered'],
  schema: [],
  backup: [],
  admin: [],
  meta: [],
  review: [],
};

/** Names that a condition may begin with. */
export const variableNames = ['identity', 'connection', 'store', 'target', 'request'] as const;

/** CEL types of claims. Numbers are dynamic, so that 3 and 3.0 compare alike. */
export const claimTypes: Readonly<Record<ClaimType, string>> = {
  string: 'string',
  number: 'dyn',
  boolean: 'bool',
  'string-list': 'list<string>',
};
