import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ConditionSchema, ExpressionSchema } from '@qdrant/js-client-grpc';
import * as grpc from '../../harness/qdrant-grpc-calls.ts';
import { has, id, nearest } from '../../harness/qdrant-grpc-calls.ts';
import type { Attack } from '../attack-table.ts';
import { vector } from '../qdrant/hiding-world.ts';
import type { GrpcTries } from './tries.ts';

type Condition = MessageInitShape<typeof ConditionSchema>;
type Expression = MessageInitShape<typeof ExpressionSchema>;
const mail = has('email', 'ana@acme.example');
const variable = (value: string): Expression => ({ variant: { case: 'variable', value } });

/** Ways to learn of masked or other records by other means over gRPC. */
export function inferenceAttacks({ refused }: GrpcTries): Attack[] {
  const counted = (name: string, condition: Condition): Attack =>
    refused(name, grpc.count({ filter: { must: [condition] } }));
  const formula = (name: string, expression: Expression): Attack =>
    refused(
      name,
      grpc.query({
        prefetch: [{ query: nearest, limit: 5n }],
        query: { variant: { case: 'formula', value: { expression } } },
      }),
    );
  return [
    counted('filter by a masked field', mail),
    counted('filter by part of it', {
      conditionOneOf: {
        case: 'field',
        value: { key: 'email', match: { matchValue: { case: 'text', value: 'ana' } } },
      },
    }),
    counted('filter by one of its words', {
      conditionOneOf: {
        case: 'field',
        value: { key: 'email', match: { matchValue: { case: 'textAny', value: 'ana' } } },
      },
    }),
    counted('filter by all but some of it', {
      conditionOneOf: {
        case: 'field',
        value: { key: 'email', match: { matchValue: { case: 'exceptKeywords', value: { strings: ['x'] } } } },
      },
    }),
    counted('filter by a range of it', {
      conditionOneOf: { case: 'field', value: { key: 'email', range: { gt: 1 } } },
    }),
    counted('filter by how many it has', {
      conditionOneOf: { case: 'field', value: { key: 'email', valuesCount: { gt: 0n } } },
    }),
    counted('filter by where it lies', {
      conditionOneOf: {
        case: 'field',
        value: { key: 'email', geoRadius: { center: { lat: 1, lon: 1 }, radius: 1 } },
      },
    }),
    counted('filter by its absence', { conditionOneOf: { case: 'isEmpty', value: { key: 'email' } } }),
    counted('filter by its being null', { conditionOneOf: { case: 'isNull', value: { key: 'email' } } }),
    counted('filter by its absence, of the field', {
      conditionOneOf: { case: 'field', value: { key: 'email', isEmpty: true } },
    }),
    counted('filter by its not being null, of the field', {
      conditionOneOf: { case: 'field', value: { key: 'email', isNull: false } },
    }),
    counted('filter by a quoted path', has('"email"', 'x')),
    counted('filter by a list step', has('email[]', 'x')),
    counted('filter below a nested key', {
      conditionOneOf: {
        case: 'nested',
        value: { key: 'address', filter: { must: [has('street', 'x')] } },
      },
    }),
    counted('filter by what nested holds at all', {
      conditionOneOf: { case: 'nested', value: { key: 'email', filter: { must: [has('x', 'x')] } } },
    }),
    counted('filter in a filter', {
      conditionOneOf: { case: 'filter', value: { mustNot: [mail] } },
    }),
    counted('filter by the text', {
      conditionOneOf: {
        case: 'field',
        value: { key: 'document', match: { matchValue: { case: 'phrase', value: 'Pay' } } },
      },
    }),
    counted('whether the vector is there', {
      conditionOneOf: { case: 'hasVector', value: { hasVector: '' } },
    }),
    counted('a condition of nothing', {}),
    refused(
      'filter in a prefetch',
      grpc.query({
        prefetch: [
          {
            query: nearest,
            filter: { should: [], minShould: { conditions: [mail], minCount: 1n } },
          },
        ],
        query: { variant: { case: 'fusion', value: 0 } },
      }),
    ),
    refused('order by it', grpc.scroll({ orderBy: { key: 'email' } })),
    refused(
      'order by it in a query',
      grpc.query({ query: { variant: { case: 'orderBy', value: { key: 'email' } } } }),
    ),
    refused('group by it', grpc.queryGroups({ groupBy: 'email', limit: 2n })),
    refused('group an older search by it', grpc.searchGroups({ groupBy: 'email' })),
    refused('facet of it', grpc.facet({ key: 'email' })),
    refused('facet of another field where it is so', grpc.facet({ filter: { must: [mail] } })),
    formula('a formula over it', {
      variant: { case: 'sum', value: { sum: [variable('$score'), variable('email')] } },
    }),
    formula('a formula over it by a decay', {
      variant: { case: 'expDecay', value: { x: variable('email') } },
    }),
    formula('a formula over it as a moment', { variant: { case: 'datetimeKey', value: 'email' } }),
    formula('a formula over it as a place', {
      variant: { case: 'geoDistance', value: { origin: { lat: 1, lon: 1 }, to: 'email' } },
    }),
    formula('a condition on it in a formula', { variant: { case: 'condition', value: mail } }),
    refused(
      'a formula over what it is when absent',
      grpc.query({
        prefetch: [{ query: nearest, limit: 5n }],
        query: {
          variant: {
            case: 'formula',
            value: {
              expression: variable('email'),
              defaults: { email: { kind: { case: 'doubleValue', value: 1 } } },
            },
          },
        },
      }),
    ),
    refused('statistics over others’ words', grpc.query({ params: { idf: { corpus: { must: [mail] } } } })),
    refused('more than the limit', grpc.query({ limit: 21n })),
    refused('the most of all', grpc.query({ limit: 2n ** 64n - 1n })),
    refused('more by an offset', grpc.query({ limit: 20n, offset: 5n })),
    refused('more by groups', grpc.queryGroups({ limit: 10n, groupSize: 10n })),
    refused(
      'more in one of a batch',
      grpc.queryBatch({
        queryPoints: [
          { query: nearest, limit: 1n },
          { query: nearest, limit: 21n },
        ],
      }),
    ),
    refused('a larger page', grpc.scroll({ limit: 21 })),
    refused('more by an older search', grpc.search({ limit: 21n })),
    refused('more by an older recommendation', grpc.recommend({ limit: 21n })),
    refused('an older search by a masked field', grpc.search({ vector, filter: { must: [mail] } })),
    refused('an older recommendation from another’s point', grpc.recommend({ positive: [id(2n)] })),
    refused('a snapshot', grpc.createSnapshot()),
    refused('the list of snapshots', grpc.listSnapshots()),
    refused('a snapshot of everything', grpc.createFullSnapshot()),
    refused('the list of those', grpc.listFullSnapshots()),
    refused('a snapshot away', grpc.deleteSnapshot()),
    refused('the cluster', grpc.clusterInfo()),
  ];
}
