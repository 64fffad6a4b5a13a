import type { FormMaker } from '../form.ts';
import type { MemberRule, ValueWriter } from '../form-parts.ts';
import { always, flat, inAddress, objectForm, withAnother } from '../object-form.ts';
import { onlyForm, unionForm } from '../union-form.ts';
import { writeScalar } from '../write-scalar.ts';

const point: Readonly<Record<string, MemberRule | string>> = { vectors: 'vector' };
const payload = { payload: always, points_selector: flat } as const;
const keys = { keys: always, points_selector: flat } as const;

/** What an index is of: its type alone, or with what else is said of it. */
const writeSchema: ValueWriter = (message, out, formOf) => {
  const params = message.message('field_index_params');
  if (params === undefined) writeScalar(message, message.record('field_type')!, out);
  else formOf(params.plan).write(params, out);
};

/** Parameters of an index, with their type among them. */
const indexForm: FormMaker = (_plan, formOf) => ({
  write: (message, out) => {
    const [record] = message.records;
    if (record === undefined) {
      out.raw('{}');
      return;
    }
    out.raw(`{"type":"${record.field.name.replace('_index_params', '')}"`);
    const params = message.messageOf(record);
    formOf(params.plan).writeMembers!(params, out, true);
    out.raw('}');
  },
});

/** Forms of the requests that change points, indexes and vectors' names. */
export const changeForms: Readonly<Record<string, FormMaker>> = {
  'qdrant.PointStruct': objectForm(point),
  'qdrant.PointVectors': objectForm(point),
  'qdrant.UpsertPoints': objectForm({ points: always }),
  'qdrant.UpdatePointVectors': objectForm({ points: always }),
  'qdrant.DeletePoints': objectForm({ points: flat }),
  'qdrant.DeletePointVectors': objectForm({ points_selector: flat, vectors: 'vector' }),
  'qdrant.SetPayloadPoints': objectForm(payload),
  'qdrant.DeletePayloadPoints': objectForm(keys),
  'qdrant.ClearPayloadPoints': objectForm({ points: flat }),

  'qdrant.UpdateBatchPoints': objectForm({ operations: always }),
  'qdrant.PointsUpdateOperation': unionForm({
    delete_deprecated: 'delete',
    delete_points: 'delete',
    clear_payload_deprecated: 'clear_payload',
  }),
  'qdrant.PointsUpdateOperation.PointStructList': objectForm({ points: always }),
  'qdrant.PointsUpdateOperation.SetPayload': objectForm(payload),
  'qdrant.PointsUpdateOperation.OverwritePayload': objectForm(payload),
  'qdrant.PointsUpdateOperation.DeletePayload': objectForm(keys),
  'qdrant.PointsUpdateOperation.UpdateVectors': objectForm({ points: always }),
  'qdrant.PointsUpdateOperation.DeleteVectors': objectForm({ points_selector: flat, vectors: 'vector' }),
  'qdrant.PointsUpdateOperation.DeletePoints': objectForm({ points: flat }),
  'qdrant.PointsUpdateOperation.ClearPayload': objectForm({ points: flat }),

  'qdrant.CreateFieldIndexCollection': objectForm({
    field_type: withAnother,
    field_index_params: {
      as: 'field_schema',
      by: (message) =>
        message.has('field_type') || message.has('field_index_params') ? writeSchema : undefined,
    },
  }),
  'qdrant.PayloadIndexParams': indexForm,
  'qdrant.StemmingAlgorithm': unionForm(),
  'qdrant.DeleteFieldIndexCollection': objectForm({ field_name: inAddress }),
  'qdrant.CreateVectorNameRequest': objectForm({
    vector_name: inAddress,
    dense_config: 'dense',
    sparse_config: 'sparse',
  }),
  'qdrant.DeleteVectorNameRequest': objectForm({ vector_name: inAddress }),
  'qdrant.SparseIndices': onlyForm,
};
