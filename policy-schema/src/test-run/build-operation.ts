import type { AskedNumber, FieldReference, Operation } from '../operation/operation.ts';
import { every, none, one, type Scope, type Target, unresolved } from '../operation/target.ts';
import type { TestOperation } from '../schema/test/operation-schema.ts';

const scopes = { every, none, unresolved } as const;

const scopeOf = (part: TestOperation['tenant']): Scope => {
  if (part === undefined) return none;
  return typeof part === 'string' ? one(part) : scopes[part.is];
};

const number = (value: number | undefined, name: string): AskedNumber => ({
  // What a request leaves out is without end, unless its store has a default: tests say that one.
  value: value ?? Number.POSITIVE_INFINITY,
  name,
  given: value !== undefined,
});

/** The classes of a test's operation. */
export const classesOf = ({ class: written }: TestOperation): Operation['classes'] =>
  typeof written === 'string' ? [written] : written;

function referencesOf({ uses = {} }: TestOperation): FieldReference[] {
  return Object.entries(uses).flatMap(([use, fields]) =>
    fields.map((field): FieldReference => ({ field, use: use as keyof typeof uses })),
  );
}

/** An operation of a test as a store's folder would hand it to policy. */
export function buildOperation(
  name: string,
  written: TestOperation,
  connection: string,
  store: string,
): Operation {
  const { collection, implied, offset, ids, filtered, written: items } = written;
  const classes = classesOf(written);
  const place = {
    tenant: scopeOf(written.tenant),
    database: scopeOf(written.database),
    namespace: scopeOf(written.namespace),
  };
  const targets: Target[] = (Array.isArray(collection) ? collection : [collection]).map((part) => ({
    ...place,
    collection: scopeOf(part),
  }));
  const fields = items && [...new Set(items.flatMap((item) => Object.keys(item)))];
  return {
    store: written.store ?? store,
    connection,
    name,
    classes,
    targets,
    records: written.records ?? items?.length ?? ids?.length ?? 1,
    references: referencesOf(written),
    returns: written.returns ?? 'all',
    ...(implied !== undefined && { implied }),
    ...(classes.includes('search') && { topK: number(written.topK, 'topK') }),
    ...(classes.includes('scan') && { page: number(written.page, 'page') }),
    ...(offset !== undefined && { offset }),
    ...(ids !== undefined && { ids }),
    ...(filtered !== undefined && { filter: { op: 'opaque', fields: filtered } }),
    ...(items !== undefined && fields !== undefined && { written: { fields, items } }),
    ...(written.renamesTo !== undefined && {
      renamesTo: { ...place, collection: one(written.renamesTo) },
    }),
  };
}
