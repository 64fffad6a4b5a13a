import { Refusal } from '../../pipeline/refusal.ts';
import { ownRequest } from '../own-request.ts';
import { textsOf } from '../texts-of.ts';
import { askCollection, readCollection } from './ask-collection.ts';
import type { ChromaCall, ChromaJudge } from './chroma-operation.ts';
import { deliverAnswer, type Shape } from './deliver-answer.ts';
import { judged, operationOf, passOnSchemaChange, refuseBody } from './judged.ts';
import { RequestBody } from './request-body.ts';
import { isCollectionId, noSuchCollection, resolveCollection } from './resolve-collection.ts';
import { collectionTarget, resolvedTarget } from './targets.ts';
import { unreadable } from './unreadable.ts';
import { vectorFields } from './vector-fields.ts';

interface Place {
  readonly tenant: string;
  readonly database: string;
  readonly collection: string;
}

const placeOf = ({ params }: ChromaCall): Place => ({
  tenant: params.tenant!,
  database: params.database!,
  collection: params.collection!,
});

/** Refuses an answer about another collection than the one that was decided on. */
const onlyThis =
  (tenant: string, database: string, name: string): Shape =>
  ({ bytes, root }) => {
    const answered = readCollection(bytes, root);
    if (answered?.name !== name || answered.tenant !== tenant || answered.database !== database)
      throw noSuchCollection();
    return { body: bytes };
  };

/** Describing a collection, named in the path. */
export const judgeGetCollection: ChromaJudge = async (call) => {
  refuseBody(call);
  const { tenant, database, collection: name } = placeOf(call);
  return judged(call, {
    operation: operationOf(call, {
      classes: ['meta'],
      targets: [collectionTarget({ tenant, database, name })],
      implied: 'describe',
    }),
    forward: (obligations) => ({
      request: ownRequest('GET', call.request.path),
      changes: [],
      deliver: deliverAnswer(call, obligations, { by: onlyThis(tenant, database, name), needed: true }),
    }),
  });
};

/** Describing a collection by its id. */
export const judgeGetCollectionById: ChromaJudge = async (call) => {
  refuseBody(call);
  const collection = await resolveCollection(call);
  return judged(call, {
    operation: operationOf(call, {
      classes: ['meta'],
      targets: [resolvedTarget(collection)],
      implied: 'describe',
    }),
    forward: (obligations) => ({
      request: ownRequest('GET', call.request.path),
      changes: [],
      deliver: deliverAnswer(call, obligations, {
        by: onlyThis(collection.tenant, collection.database, collection.name),
        needed: true,
      }),
    }),
  });
};

/**
 * Creating a collection. `get_or_create` of one that exists creates nothing: it describes it. It is always decided as
 * describing, first: who may not see the collection is refused in the same words whether it exists or not.
 */
export const judgeCreateCollection: ChromaJudge = async (call) => {
  const { tenant, database } = call.params as { tenant: string; database: string };
  const body = new RequestBody(call.request, [
    'name',
    'metadata',
    'configuration',
    'schema',
    'get_or_create',
  ]);
  const name = body.string('name');
  if (name === undefined) throw unreadable('malformed-field', 'it does not name the collection.');
  body.object('metadata');
  body.object('configuration');
  body.object('schema');
  const targets = [collectionTarget({ tenant, database, name })];
  const told = { texts: (): Iterable<string> => textsOf(body.document, vectorFields) };
  const creating = judged(call, {
    ...told,
    operation: operationOf(call, { classes: ['schema'], targets }),
    forward: (obligations) => {
      refuseNewUnderFilter(call, obligations.filter !== undefined);
      return passOnSchemaChange(call, obligations);
    },
  });
  if (body.boolean('get_or_create') !== true) return creating;
  const describing = judged(call, {
    ...told,
    operation: operationOf(call, { classes: ['meta'], targets, implied: 'describe' }),
    forward: (obligations) => ({
      // Asked for as what it is, so that nothing is created should the collection vanish on the way. A connection
      // that is only watched gets the very bytes of the caller.
      request: call.context.enforced
        ? ownRequest('GET', [...call.request.path, name])
        : ownRequest('POST', call.request.path, Buffer.from(call.request.body).toString()),
      changes: [],
      deliver: deliverAnswer(call, obligations, { by: onlyThis(tenant, database, name), needed: true }),
    }),
  });
  if ((await askCollection(call.context, tenant, database, { name })) !== undefined) return describing;
  return {
    ...creating,
    operations: [...describing.operations, ...creating.operations],
    forward: ([, ...obligations]) => creating.forward(obligations),
  };
};

const refuseNewUnderFilter = (call: ChromaCall, filtered: boolean): void => {
  if (!filtered) return;
  throw new Refusal(
    'forbidden',
    'filter-has-no-place',
    `${call.operation.id} was refused: policy lets you reach only some records of that collection, not the collection itself.`,
    'Ask the policy’s owner.',
  );
};

/** Renaming a collection, or changing its own metadata and index. */
export const judgeUpdateCollection: ChromaJudge = async (call) => {
  const body = new RequestBody(call.request, ['new_name', 'new_metadata', 'new_configuration']);
  body.object('new_metadata');
  body.object('new_configuration');
  const newName = body.string('new_name');
  const collection = await resolveCollection(call);
  const renamed = newName === undefined ? undefined : collectionTarget({ ...collection, name: newName });
  return judged(call, {
    operation: operationOf(call, {
      classes: ['schema'],
      targets: [resolvedTarget(collection), ...(renamed === undefined ? [] : [renamed])],
      ...(renamed !== undefined && { renamesTo: renamed }),
    }),
    texts: () => textsOf(body.document, vectorFields),
    forward: (obligations) => {
      refuseNewUnderFilter(call, obligations.filter !== undefined);
      return passOnSchemaChange(call, obligations);
    },
  });
};

/** Dropping a collection: its records go with it. */
export const judgeDeleteCollection: ChromaJudge = async (call) => {
  refuseBody(call);
  const { tenant, database, collection: name } = placeOf(call);
  return judged(call, {
    operation: operationOf(call, {
      classes: ['schema', 'delete-bulk'],
      targets: [collectionTarget({ tenant, database, name })],
      records: Number.POSITIVE_INFINITY,
    }),
    forward: async (obligations) => {
      refuseNewUnderFilter(call, obligations.filter !== undefined);
      // A name may look like an id. Then the store is asked which collection it takes it for, once policy allows it.
      const ambiguous = isCollectionId(name);
      if (ambiguous && (await askCollection(call.context, tenant, database, { name })) === undefined)
        throw noSuchCollection();
      return passOnSchemaChange(call, obligations);
    },
  });
};
