import type { WireMessage } from '../../../protobuf/wire-message.ts';
import type { FormMaker } from '../form.ts';
import type { MemberRule, ValueWriter } from '../form-parts.ts';
import { bare } from '../form-parts.ts';
import { always, objectForm, withAnother } from '../object-form.ts';
import { onlyForm, unionForm } from '../union-form.ts';
import { unreadable } from '../unreadable.ts';
import { floatsOf, wholesOf } from '../wire-vector.ts';
import { writeScalar } from '../write-scalar.ts';
import { notRead } from './common-forms.ts';
import { writeSparse } from './vector-forms.ts';

/** An older search's vector: numbers or a sparse one, and its name around it where it has one. */
const writeSought: ValueWriter = (message, out) => {
  const named = message.record('vector_name');
  if (named !== undefined) {
    out.raw('{"name":');
    writeScalar(message, named, out);
    out.raw(',"vector":');
  }
  const indices = message.message('sparse_indices');
  if (indices === undefined) out.vector(floatsOf(message, 'vector'));
  else writeSparse(wholesOf(indices, 'data'), floatsOf(message, 'vector'), out);
  if (named !== undefined) out.raw('}');
};
const sought = {
  vector: { by: () => writeSought },
  vector_name: withAnother,
  sparse_indices: withAnother,
} as const;

/** Examples of an older recommendation: points by their ids, then vectors. */
const examples = (kind: 'positive' | 'negative'): MemberRule => {
  const write: ValueWriter = (message, out, formOf) => {
    out.raw('[');
    for (const [i, example] of [
      ...message.messages(kind),
      ...message.messages(`${kind}_vectors`),
    ].entries()) {
      if (i > 0) out.raw(',');
      formOf(example.plan).write(example, out);
    }
    out.raw(']');
  };
  return {
    by: (message) => (message.has(kind) || message.has(`${kind}_vectors`) ? write : undefined),
  };
};
const recommended = {
  positive: examples('positive'),
  negative: examples('negative'),
  positive_vectors: withAnother,
  negative_vectors: withAnother,
} as const;

const same = (message: WireMessage, item: WireMessage, name: string): boolean => {
  const [own, its] = [message.record(name), item.record(name)];
  if (its === undefined) return true;
  return (
    own !== undefined &&
    message.bytes.subarray(own.value, own.end).equals(item.bytes.subarray(its.value, its.end))
  );
};

/** Items of a batch, which say nothing of their own that REST says of the batch alone. */
const searches = (list: string): MemberRule => ({
  as: 'searches',
  always: true,
  check: (message) => {
    for (const item of message.messages(list)) {
      const name = item.text('collection_name');
      if (name !== '' && name !== message.text('collection_name'))
        throw unreadable(
          'batch-collection',
          'an item of its batch names another collection than the batch.',
          'Send one batch for each collection.',
        );
      for (const shared of ['timeout', 'read_consistency'])
        if (!same(message, item, shared))
          throw unreadable(
            'batch-parameter',
            `an item of its batch has a ${shared} of its own.`,
            `Set ${shared} on the batch.`,
          );
    }
  },
});

/** Forms of queries of all kinds, and of the requests that read points. */
export const queryForms: Readonly<Record<string, FormMaker>> = {
  'qdrant.Query': unionForm({ formula: bare, nearest_with_mmr: bare }),
  'qdrant.RecommendInput': objectForm(),
  'qdrant.ContextInput': onlyForm,
  'qdrant.Formula': objectForm({ expression: 'formula' }),
  'qdrant.Expression': unionForm({ constant: bare, variable: bare, condition: bare }),
  'qdrant.MultExpression': onlyForm,
  'qdrant.SumExpression': onlyForm,
  'qdrant.StartFrom': unionForm({}, { all: bare }),
  'qdrant.FeedbackStrategy': unionForm(),
  'qdrant.TargetVector': unionForm({}, { all: bare }),
  'qdrant.VectorExample': unionForm({}, { all: bare }),
  'qdrant.LookupLocation': objectForm({ collection_name: 'collection', vector_name: 'vector' }),
  'qdrant.WithLookup': objectForm({ with_vectors: 'with_vectors' }),
  // Statistics over points of another filter, which no judge reads.
  'qdrant.SearchParams': objectForm({ idf: notRead('idf') }),

  'qdrant.QueryBatchPoints': objectForm({ query_points: searches('query_points') }),
  'qdrant.SearchPoints': objectForm(sought),
  'qdrant.SearchPointGroups': objectForm(sought),
  'qdrant.SearchBatchPoints': objectForm({ search_points: searches('search_points') }),
  'qdrant.RecommendPoints': objectForm(recommended),
  'qdrant.RecommendPointGroups': objectForm(recommended),
  'qdrant.RecommendBatchPoints': objectForm({ recommend_points: searches('recommend_points') }),
  'qdrant.DiscoverBatchPoints': objectForm({ discover_points: searches('discover_points') }),
  'qdrant.GetPoints': objectForm({ ids: always }),
};
