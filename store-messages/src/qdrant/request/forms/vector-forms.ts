import type { WireMessage } from '../../../protobuf/wire-message.ts';
import type { FormMaker } from '../form.ts';
import { bare } from '../form-parts.ts';
import type { TwinText } from '../twin-text.ts';
import { onlyForm, unionForm } from '../union-form.ts';
import { malformed, unreadable } from '../unreadable.ts';
import { floatsOf, splitVector, type WireVector, wholesOf } from '../wire-vector.ts';
import { writeField } from '../write-field.ts';

/** Words that say of an object in REST that it is one vector, not several by their names. */
const reserved: ReadonlySet<string> = new Set([
  ...['indices', 'values', 'text', 'image', 'object', 'model', 'options'],
]);

/** A sparse vector of two lists. */
export function writeSparse(indices: WireVector, values: WireVector, out: TwinText): void {
  out.raw('{"indices":');
  out.vector(indices);
  out.raw(',"values":');
  out.vector(values);
  out.raw('}');
}

const sparseForm: FormMaker = () => ({
  write: (message, out) => writeSparse(wholesOf(message, 'indices'), floatsOf(message, 'values'), out),
});

/** The older way of writing a vector: its numbers, and what says that they are a sparse one or several. */
function writeOlder(message: WireMessage, out: TwinText): void {
  const data = floatsOf(message, 'data');
  const indices = message.message('indices');
  const count = message.scalar('vectors_count');
  if (indices !== undefined && count !== undefined)
    throw unreadable('duplicate-field', 'a vector is said to be both sparse and several.');
  if (indices !== undefined) writeSparse(wholesOf(indices, 'data'), data, out);
  else if (count === undefined) out.vector(data);
  else {
    const parts = Number(count);
    if (parts === 0 || data.count === 0 || data.count % parts !== 0)
      throw malformed('vectors_count', 'how many vectors stand in data');
    out.raw('[');
    for (const [i, vector] of splitVector(data, parts).entries()) {
      if (i > 0) out.raw(',');
      out.vector(vector);
    }
    out.raw(']');
  }
}

/** A vector that is stored, in its newer form or its older one. */
const vectorForm: FormMaker = (plan, formOf) => ({
  write: (message, out) => {
    const newer = message.records.find(({ field }) => field.oneof !== undefined);
    if (newer === undefined) writeOlder(message, out);
    else if (message.records.length === 1) writeField(message, newer.field, out, formOf);
    else throw unreadable('duplicate-field', `${plan.name} holds a vector in two forms.`);
  },
});

/** Vectors by their names. */
const namedForm: FormMaker = (plan, formOf) => {
  const [field] = plan.fields;
  return {
    write: (message, out) => {
      for (const entry of message.messages('vectors'))
        if (reserved.has(entry.text('key')))
          throw unreadable(
            'reserved-key',
            'a vector has a name that Qdrant’s requests use as a word of their own.',
            'Use another name.',
          );
      writeField(message, field!, out, formOf);
    },
  };
};

/** Forms of vectors: those that are stored, and those that are asked by. */
export const vectorForms: Readonly<Record<string, FormMaker>> = {
  'qdrant.DenseVector': onlyForm,
  'qdrant.SparseVector': sparseForm,
  'qdrant.MultiDenseVector': onlyForm,
  'qdrant.Vector': vectorForm,
  'qdrant.NamedVectors': namedForm,
  'qdrant.Vectors': unionForm({}, { all: bare }),
  'qdrant.VectorInput': unionForm({}, { all: bare }),
};
