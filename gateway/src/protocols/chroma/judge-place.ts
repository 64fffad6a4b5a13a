import { every, type OperationClass, type Target } from '@vectorgate/policy-schema';
import type { ChromaCall, ChromaJudge } from './chroma-operation.ts';
import { judged, operationOf, passOnSchemaChange, refuseBody, refuseFilter } from './judged.ts';
import { countParameter } from './parameters.ts';
import { RequestBody } from './request-body.ts';
import { databaseTarget, everyCollection, tenantTarget, wholeStore } from './targets.ts';
import { unreadable } from './unreadable.ts';

/** Tenants and databases. */
const changing = (call: ChromaCall, classes: readonly OperationClass[], target: Target) =>
  judged(call, {
    operation: operationOf(call, {
      classes,
      targets: [target],
      ...(classes.includes('delete-bulk') && { records: Number.POSITIVE_INFINITY }),
    }),
    forward: (obligations) => {
      refuseFilter(call, obligations);
      return passOnSchemaChange(call, obligations);
    },
  });

const nameOf = (body: RequestBody, field: string): string => {
  const name = body.string(field);
  if (name === undefined) throw unreadable('malformed-field', `it has no ${field}.`);
  return name;
};

export const judgeCreateTenant: ChromaJudge = async (call) => {
  const body = new RequestBody(call.request, ['name']);
  return changing(call, ['admin'], tenantTarget(nameOf(body, 'name')));
};

export const judgeUpdateTenant: ChromaJudge = async (call) => {
  const body = new RequestBody(call.request, ['resource_name']);
  nameOf(body, 'resource_name');
  return changing(call, ['admin'], tenantTarget(call.params.tenant!));
};

export const judgeCreateDatabase: ChromaJudge = async (call) => {
  const body = new RequestBody(call.request, ['name']);
  return changing(call, ['schema'], databaseTarget(call.params.tenant!, nameOf(body, 'name')));
};

/** Dropping a database drops every collection in it. */
export const judgeDeleteDatabase: ChromaJudge = async (call) => {
  refuseBody(call);
  return changing(
    call,
    ['schema', 'delete-bulk'],
    everyCollection(call.params.tenant!, call.params.database!),
  );
};

/** Names of databases are no collections: no permit implies them. */
export const judgeListDatabases: ChromaJudge = async (call) => {
  refuseBody(call);
  countParameter(call, 'limit');
  countParameter(call, 'offset');
  return judged(call, {
    operation: operationOf(call, {
      classes: ['meta'],
      targets: [{ ...tenantTarget(call.params.tenant!), database: every }],
    }),
  });
};

/** Emptying the whole store. */
export const judgeReset: ChromaJudge = async (call) => {
  refuseBody(call);
  return changing(call, ['admin', 'schema', 'delete-bulk'], {
    ...wholeStore,
    tenant: every,
    database: every,
    collection: every,
  });
};
