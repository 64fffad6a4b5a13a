import type { MessageInitShape } from '@bufbuild/protobuf';
import type { PointStructSchema, PointsUpdateOperationSchema } from '@qdrant/js-client-grpc';
import * as grpc from '../../harness/qdrant-grpc-calls.ts';
import { has, hasIds, id, points, stored, text, where, whole } from '../../harness/qdrant-grpc-calls.ts';
import type { Attack } from '../attack-table.ts';
import type { GrpcTries } from './tries.ts';

type Operation = MessageInitShape<typeof PointsUpdateOperationSchema>;

const other = { must: [has('tenant', 'globex')] };
/** A whole point of a tenant. */
const pointOf = (num: bigint, tenant: string): MessageInitShape<typeof PointStructSchema> => ({
  id: id(num),
  vectors: stored(0.11 * Number(num), 0.22, 0.33),
  payload: { tenant: text(tenant), n: whole(9n) },
});
/** What stands in each batch before what is not allowed. */
const allowed: Operation = { operation: { case: 'upsert', value: { points: [pointOf(1n, 'acme')] } } };

/** Ways to change what lies outside, over gRPC. */
export function changingAttacks({ refused, refusedToo, changes }: GrpcTries): Attack[] {
  const batched = (name: string, operation: Operation['operation']): Attack =>
    changes(name, grpc.updateBatch({ operations: [allowed, { operation } as Operation] }));
  return [
    changes('upsert over another’s point', grpc.upsert({ points: [pointOf(2n, 'acme')] })),
    changes('upsert into another tenant', grpc.upsert({ points: [pointOf(4n, 'globex')] })),
    changes(
      'upsert with a filter of one’s own',
      grpc.upsert({ points: [pointOf(2n, 'acme')], updateFilter: other }),
    ),
    changes(
      'upsert with an empty filter of one’s own',
      grpc.upsert({ points: [pointOf(2n, 'acme')], updateFilter: {} }),
    ),
    changes('upsert of what is new or not', grpc.upsert({ points: [pointOf(2n, 'acme')], updateMode: 2 })),
    changes('new vectors', grpc.updateVectors({ points: [{ id: id(2n), vectors: stored(9, 9, 9) }] })),
    changes(
      'new vectors with a filter of one’s own',
      grpc.updateVectors({ points: [{ id: id(2n), vectors: stored(9, 9, 9) }], updateFilter: other }),
    ),
    changes('no vectors', grpc.deleteVectors({ pointsSelector: points(2n), vectors: { names: [''] } })),
    changes('set payload', grpc.setPayload({ payload: { n: whole(99n) }, pointsSelector: points(2n) })),
    changes(
      'set payload by filter',
      grpc.setPayload({ payload: { n: whole(99n) }, pointsSelector: where(other) }),
    ),
    changes(
      'set payload by an empty filter',
      grpc.setPayload({ payload: { n: whole(99n) }, pointsSelector: where({}) }),
    ),
    changes('set payload of none that are named', grpc.setPayload({ payload: { n: whole(99n) } })),
    changes(
      'overwrite payload',
      grpc.overwritePayload({ payload: { tenant: text('acme') }, pointsSelector: points(2n) }),
    ),
    changes('delete payload', grpc.deletePayload({ keys: ['n'], pointsSelector: points(2n) })),
    changes('clear payload', grpc.clearPayload({ points: points(2n) })),
    changes('clear payload by an empty filter', grpc.clearPayload({ points: where({}) })),
    changes('delete by id', grpc.deletePoints({ points: points(2n) })),
    changes('delete by filter', grpc.deletePoints({ points: where(other) })),
    changes('delete by an empty filter', grpc.deletePoints({ points: where({}) })),
    changes('delete by ids in a filter', grpc.deletePoints({ points: where({ must: [hasIds(2n, 4n)] }) })),
    changes(
      'delete all but one’s own',
      grpc.deletePoints({ points: where({ mustNot: [has('tenant', 'acme')] }) }),
    ),
    changes('delete of none that are named', grpc.deletePoints()),
    batched('a delete in a batch', { case: 'deletePoints', value: { points: points(2n) } }),
    batched('an older delete in a batch', { case: 'deleteDeprecated', value: points(2n) }),
    batched('a delete by filter in a batch', { case: 'deletePoints', value: { points: where(other) } }),
    batched('an older delete by filter in a batch', { case: 'deleteDeprecated', value: where(other) }),
    batched('an older delete by an empty filter in a batch', {
      case: 'deleteDeprecated',
      value: where({}),
    }),
    batched('an older clearing in a batch', { case: 'clearPayloadDeprecated', value: points(2n) }),
    batched('a payload in a batch', {
      case: 'setPayload',
      value: { payload: { n: whole(1n) }, pointsSelector: points(4n) },
    }),
    batched('a whole payload in a batch', {
      case: 'overwritePayload',
      value: { payload: { tenant: text('acme') }, pointsSelector: points(4n) },
    }),
    batched('no payload in a batch', {
      case: 'deletePayload',
      value: { keys: ['n'], pointsSelector: where(other) },
    }),
    batched('vectors in a batch', {
      case: 'updateVectors',
      value: { points: [{ id: id(4n), vectors: stored(9, 9, 9) }] },
    }),
    batched('no vectors in a batch', {
      case: 'deleteVectors',
      value: { pointsSelector: points(4n), vectors: { names: [''] } },
    }),
    batched('an upsert in a batch', { case: 'upsert', value: { points: [pointOf(2n, 'acme')] } }),
    batched('nothing in a batch', { case: undefined }),
    changes('by an alias', grpc.deletePoints({ collectionName: 'public-looking', points: points(1n) })),
    refusedToo('her own point, whole, into another tenant', grpc.upsert({ points: [pointOf(1n, 'globex')] })),
    refusedToo(
      'a new point without a tenant',
      grpc.upsert({ points: [{ id: id(77n), vectors: stored(1, 1, 1) }] }),
    ),
    refusedToo(
      'one good point and one that is not',
      grpc.upsert({ points: [pointOf(1n, 'acme'), pointOf(78n, 'globex')] }),
    ),
    refusedToo(
      'a tenant below a key',
      grpc.setPayload({ payload: { x: text('acme') }, key: 'tenant', pointsSelector: points(1n) }),
    ),
    refusedToo('no payload at all', grpc.clearPayload({ points: points(1n) })),
    refusedToo(
      'her own point into another tenant',
      grpc.setPayload({ payload: { tenant: text('globex') }, pointsSelector: points(1n) }),
    ),
    refusedToo(
      'the same in two tenants',
      grpc.setPayload({
        payload: {
          tenant: {
            kind: { case: 'listValue', value: { values: [text('acme'), text('globex')] } },
          },
        },
        pointsSelector: points(1n),
      }),
    ),
    refusedToo(
      'the same without a tenant',
      grpc.deletePayload({ keys: ['tenant'], pointsSelector: points(1n) }),
    ),
    refused('a masked field', grpc.setPayload({ payload: { email: text('x') }, pointsSelector: points(1n) })),
    refused('the text', grpc.setPayload({ payload: { document: text('x') }, pointsSelector: points(1n) })),
    refused(
      'below a masked field’s parent',
      grpc.setPayload({ payload: { street: text('x') }, key: 'address', pointsSelector: points(1n) }),
    ),
    refused('a delete by filter', grpc.deletePoints({ points: where({}) })),
    refused(
      'a delete by filter in a batch of writes',
      grpc.updateBatch({
        operations: [
          { operation: { case: 'deletePoints', value: { points: points(1n) } } },
          { operation: { case: 'deleteDeprecated', value: where({}) } },
        ],
      }),
    ),
    refused(
      'an alias for a collection that is closed',
      grpc.updateAliases({
        actions: [
          {
            action: { case: 'createAlias', value: { collectionName: 'secret', aliasName: 'docs2' } },
          },
        ],
      }),
    ),
    refused(
      'an alias for a collection that is open',
      grpc.updateAliases({
        actions: [
          {
            action: { case: 'createAlias', value: { collectionName: 'cases', aliasName: 'free' } },
          },
        ],
      }),
    ),
    refused(
      'another name for an alias',
      grpc.updateAliases({
        actions: [
          {
            action: {
              case: 'renameAlias',
              value: { oldAliasName: 'public-looking', newAliasName: 'docs2' },
            },
          },
        ],
      }),
    ),
    refused('a collection', grpc.createCollection()),
    refused('another form of the collection', grpc.updateCollection()),
    refused('no collection any more', grpc.deleteCollection()),
    refused('an index', grpc.createFieldIndex({ fieldName: 'marker', fieldType: 0 })),
    refused('no index any more', grpc.deleteFieldIndex({ fieldName: 'n' })),
  ];
}
