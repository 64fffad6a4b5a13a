import type { RecordedOperation, RecordHeader, Target } from './record-header.ts';

/** The narrowest part of a target that is named: its collection, else its namespace, database or tenant. */
export function targetName(target: Target): string {
  for (const part of ['collection', 'namespace', 'database', 'tenant'] as const) {
    const scope = target[part];
    if (scope?.is === 'one' && scope.name !== undefined) return scope.name;
  }
  return '';
}

const classesOf = ({ classes, name }: RecordedOperation): string =>
  classes.filter((one) => one !== 'meta').join(', ') || name;

/** What was asked, in one line: `search customer-cases`; what was not understood is a request. */
export function askedText({ operations }: Pick<RecordHeader, 'operations'>): string {
  if (operations.length === 0) return 'request that was not understood';
  const said = operations.map((operation) =>
    [classesOf(operation), ...new Set(operation.targets.map(targetName).filter(Boolean))].join(' '),
  );
  return [...new Set(said)].join('; ');
}

/** The numbers and fields that were asked for. */
export function askedNumbers({ operations }: Pick<RecordHeader, 'operations'>): readonly string[] {
  const said = operations.flatMap(({ topK, page, records, fieldsFiltered = [] }) => [
    ...(topK === undefined ? [] : [`top-k ${topK}`]),
    ...(page === undefined ? [] : [`page ${page}`]),
    ...(records === undefined || records < 2 ? [] : [`${records} items`]),
    ...(fieldsFiltered.length === 0 ? [] : [`filter on ${fieldsFiltered.join(', ')}`]),
  ]);
  return [...new Set(said)];
}
