import type { Obligations } from '@vectorgate/policy-schema';
import type { JsonNode } from '../../json/json-node.ts';
import { stringText } from '../../json/string-text.ts';
import type { MaskPlan } from '../../masks/mask-plan.ts';
import { Aliases, readAlias } from './aliases.ts';
import { type Shape, unreadableAnswer } from './deliver-answer.ts';
import { judgedParts, operationOf, type Part, pathCollection } from './judged-parts.ts';
import { fieldOfPath } from './payload-path.ts';
import type { QdrantCall, QdrantJudge } from './qdrant-operation.ts';
import { readBody, refuseBody } from './read-body.ts';
import { vectorField } from './read-filter.ts';
import { RequestObject } from './request-object.ts';
import { itemsOf, memberOf, PointsShaper } from './shape-points.ts';
import { acknowledgement, shapeResult } from './shape-results.ts';
import { collectionTarget, everyCollection } from './targets.ts';
import { malformed, unreadable } from './unreadable.ts';

const passing = { by: shapeResult(acknowledgement), needed: false };

/** Describing a collection: what it is made of, whether it is there, where its shards are. */
export const judgeDescribe: QdrantJudge = async (call) => {
  refuseBody(call);
  const collection = await pathCollection(call);
  return judgedParts(
    call,
    {
      parts: [
        {
          operation: operationOf(call, {
            classes: ['meta'],
            targets: [collectionTarget(collection)],
            implied: 'describe',
          }),
        },
      ],
      shape: passing,
    },
    collection,
  );
};

type Visible = NonNullable<Obligations['visible']>;

/** A list of the answer without what may not be seen. `nameOf`: the collection that an item is about. */
function judgedList(
  call: QdrantCall,
  list: string,
  nameOf: (bytes: Buffer, item: JsonNode) => string | undefined,
): ReturnType<typeof judgedParts> {
  let visible: Visible | undefined;
  const by: Shape = (answer, plans: readonly MaskPlan[], ledger) => {
    if (visible === undefined) return { body: answer.bytes };
    const may = visible;
    const shaper = new PointsShaper(
      answer,
      ledger,
      plans.some(({ binds }) => binds),
    );
    const array = memberOf(shaper.result, list);
    const shown = itemsOf(array).map((item) => {
      const name = nameOf(answer.bytes, item);
      if (name === undefined) throw unreadableAnswer();
      return may(undefined, undefined, name);
    });
    if (array?.kind === 'array') shaper.splices.removeItems(array, (_item, i) => shown[i] !== true);
    return { body: shaper.body(), hits: shown.filter(Boolean).length };
  };
  return judgedParts(call, {
    parts: [
      {
        operation: operationOf(call, { classes: ['meta'], targets: [everyCollection], implied: 'list' }),
        narrow: (owed) => {
          visible = owed.visible;
        },
      },
    ],
    shape: { by, needed: true },
  });
}

const nameMember = (bytes: Buffer, item: JsonNode): string | undefined => {
  const name = item.kind === 'object' ? item.members.get('name')?.value : undefined;
  return name?.kind === 'string' ? stringText(bytes, name) : undefined;
};
const aliased = (bytes: Buffer, item: JsonNode): string | undefined => readAlias(bytes, item)?.collection;

/** Listing collections: shortened to those that the caller may see. */
export const judgeListCollections: QdrantJudge = async (call) => {
  refuseBody(call);
  return judgedList(call, 'collections', nameMember);
};

/** Listing aliases: those of collections that the caller may see. */
export const judgeListAliases: QdrantJudge = async (call) => {
  refuseBody(call);
  return judgedList(call, 'aliases', aliased);
};

/** A change of what a collection is, not of its points. */
const changing =
  (known: readonly string[] | undefined, bulk = false): QdrantJudge =>
  async (call) => {
    if (known === undefined) refuseBody(call);
    const document = known === undefined ? undefined : readBody(call.request);
    if (document !== undefined)
      new RequestObject(document, document.root, 'the body', known!, {
        optimizer_config: 'optimizers_config',
        quantization: 'quantization_config',
        shards_number: 'shard_number',
      });
    // A name that is not there yet stands for itself.
    const collection = await pathCollection(call);
    return judgedParts(
      call,
      {
        parts: [
          {
            operation: operationOf(call, {
              classes: bulk ? ['schema', 'delete-bulk'] : ['schema'],
              targets: [collectionTarget(collection)],
              ...(bulk && { records: Number.POSITIVE_INFINITY }),
            }),
          },
        ],
        ...(document && { document }),
        shape: passing,
        turnsAliases: true,
      },
      collection,
    );
  };

/** `init_from` (older servers) would copy another collection: it is not among the fields that are known. */
export const judgeCreateCollection = changing([
  'vectors',
  'shard_number',
  'sharding_method',
  'replication_factor',
  'write_consistency_factor',
  'on_disk_payload',
  'payload',
  'hnsw_config',
  'wal_config',
  'optimizers_config',
  'quantization_config',
  'sparse_vectors',
  'strict_mode_config',
  'metadata',
]);
export const judgeUpdateCollection = changing([
  'vectors',
  'optimizers_config',
  'params',
  'hnsw_config',
  'quantization_config',
  'sparse_vectors',
  'strict_mode_config',
  'metadata',
]);
export const judgeDeleteCollection = changing(undefined, true);
export const judgeCreateShardKey = changing([
  'shard_key',
  'shards_number',
  'replication_factor',
  'placement',
  'initial_state',
]);
export const judgeDeleteShardKey: QdrantJudge = changing(['shard_key'], true);

/** An index over a field, made or dropped: it changes what can be filtered by, and tells of the field. */
const indexing =
  (named: (call: QdrantCall) => { field: string; document?: ReturnType<typeof readBody> }): QdrantJudge =>
  async (call) => {
    const { field, document } = named(call);
    const collection = await pathCollection(call);
    return judgedParts(
      call,
      {
        parts: [
          {
            operation: operationOf(call, {
              classes: ['schema'],
              targets: [collectionTarget(collection)],
              references: [{ field, use: 'filter' }],
            }),
          },
        ],
        ...(document && { document }),
        shape: passing,
      },
      collection,
    );
  };

export const judgeCreateIndex = indexing((call) => {
  const document = readBody(call.request);
  const object = new RequestObject(document, document.root, 'the body', ['field_name', 'field_schema'], {
    field_type: 'field_schema',
  });
  const path = object.string('field_name');
  if (path === undefined) throw malformed('field_name', 'the name of a field');
  return { field: fieldOfPath(path), document };
});
export const judgeDeleteIndex = indexing((call) => {
  refuseBody(call);
  return { field: fieldOfPath(call.params.field!) };
});
/** A named vector, made or dropped with all its values. */
export const judgeCreateVector = indexing((call) => ({
  field: vectorField(call.params.vector!),
  document: readBody(call.request),
}));
export const judgeDeleteVector: QdrantJudge = async (call) => {
  refuseBody(call);
  const collection = await pathCollection(call);
  return judgedParts(
    call,
    {
      parts: [
        {
          operation: operationOf(call, {
            classes: ['schema', 'delete-bulk'],
            targets: [collectionTarget(collection)],
            records: Number.POSITIVE_INFINITY,
            references: [{ field: vectorField(call.params.vector!), use: 'write' }],
          }),
        },
      ],
      shape: passing,
    },
    collection,
  );
};

/** Giving collections further names, turning those, taking them away. */
export const judgeUpdateAliases: QdrantJudge = async (call) => {
  const document = readBody(call.request);
  const actions = new RequestObject(document, document.root, 'the body', ['actions']).items('actions');
  if (actions === undefined || actions.length === 0) throw malformed('actions', 'a list of actions');
  const aliases = Aliases.of(call.context);
  const resolve = (name: string | undefined): Promise<string> => {
    if (name === undefined) throw malformed('actions', 'a list of actions with names');
    return aliases.resolve(call.context, name);
  };
  const given = (name: string | undefined): string => {
    if (name === undefined) throw malformed('actions', 'a list of actions with names');
    return name;
  };
  const parts: Part[] = [];
  for (const item of actions) {
    const [only] = item.kind === 'object' ? item.members.list : [];
    if (only === undefined || (item.kind === 'object' && item.members.size !== 1))
      throw malformed('actions', 'a list of actions');
    const part = (collection: string, renamed?: string): Part => ({
      operation: operationOf(call, {
        classes: ['schema'],
        targets: [collectionTarget(collection)],
        ...(renamed !== undefined && { renamesTo: collectionTarget(renamed) }),
      }),
    });
    const names = (known: readonly string[]): RequestObject =>
      new RequestObject(document, only.value, 'an action', known);
    switch (only.key) {
      case 'create_alias': {
        const action = names(['collection_name', 'alias_name']);
        parts.push(part(await resolve(action.string('collection_name')), given(action.string('alias_name'))));
        break;
      }
      case 'rename_alias': {
        const action = names(['old_alias_name', 'new_alias_name']);
        parts.push(
          part(await resolve(action.string('old_alias_name')), given(action.string('new_alias_name'))),
        );
        break;
      }
      case 'delete_alias':
        parts.push(part(await resolve(names(['alias_name']).string('alias_name'))));
        break;
      default:
        throw unreadable('unknown-operation', 'it holds an action on aliases that is not known.');
    }
  }
  return judgedParts(call, { parts, document, shape: passing, turnsAliases: true });
};
