import type { WireMessage } from '../../../protobuf/wire-message.ts';
import type { FormMaker } from '../form.ts';
import type { MemberRule } from '../form-parts.ts';
import { bare } from '../form-parts.ts';
import { objectForm } from '../object-form.ts';
import { onlyForm, unionForm } from '../union-form.ts';
import { malformed, unreadable } from '../unreadable.ts';
import { writeField } from '../write-field.ts';
import { valueForm } from './value-form.ts';

/** The first and the last second that RFC 3339 has words for. */
const [firstSecond, lastSecond] = [-62_135_596_800, 253_402_300_799];

/** A moment as clients write it in JSON: with as many digits of a second as it has. */
const timestampForm: FormMaker = () => ({
  write: (message, out) => {
    const [seconds, nanos] = [Number(message.scalar('seconds') ?? 0), Number(message.scalar('nanos') ?? 0)];
    if (seconds < firstSecond || seconds > lastSecond || nanos < 0 || nanos > 999_999_999)
      throw malformed('a timestamp', 'a moment');
    const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
    const digits = String(nanos).padStart(9, '0');
    const part = nanos === 0 ? '' : `.${nanos % 1000 === 0 ? digits.slice(0, 6) : digits}`;
    out.raw(`"${whole}${part}Z"`);
  },
});

/** Where a point's shards are: one key, or several, or some and others in their stead. */
const shardKeysForm: FormMaker = (plan, formOf) => ({
  write: (message, out) => {
    const keys = message.messages('shard_keys');
    const target = (): void => {
      if (keys.length === 1) formOf(keys[0]!.plan).write(keys[0]!, out);
      else writeField(message, plan.byName.get('shard_keys')!, out, formOf);
    };
    const fallback = message.message('fallback');
    if (fallback === undefined) {
      target();
      return;
    }
    out.raw('{"target":');
    target();
    out.raw(',"fallback":');
    formOf(fallback.plan).write(fallback, out);
    out.raw('}');
  },
});

/** `range` of a field is one of numbers or one of moments. */
const moments: MemberRule = {
  as: 'range',
  check: (message: WireMessage) => {
    if (message.has('range') && message.has('datetime_range'))
      throw unreadable('duplicate-field', 'a condition names two ranges.');
  },
};

/** Forms of ids, payload values, shard keys and filters. */
export const commonForms: Readonly<Record<string, FormMaker>> = {
  'google.protobuf.Timestamp': timestampForm,
  'qdrant.PointId': unionForm({}, { all: bare }),
  'qdrant.Value': valueForm,
  'qdrant.ShardKey': unionForm({}, { all: bare }),
  'qdrant.ShardKeySelector': shardKeysForm,

  'qdrant.Condition': unionForm({ field: bare, filter: bare }),
  'qdrant.HasIdCondition': onlyForm,
  'qdrant.HasVectorCondition': onlyForm,
  'qdrant.FieldCondition': objectForm({ datetime_range: moments }),
  'qdrant.Match': unionForm({
    keyword: 'value',
    integer: 'value',
    boolean: 'value',
    keywords: 'any',
    integers: 'any',
    except_integers: 'except',
    except_keywords: 'except',
  }),
  'qdrant.RepeatedStrings': onlyForm,
  'qdrant.RepeatedIntegers': onlyForm,

  'qdrant.PointsSelector': unionForm(),
  'qdrant.PointsIdsList': onlyForm,
  'qdrant.WithPayloadSelector': unionForm({ enable: bare }),
  'qdrant.PayloadIncludeSelector': onlyForm,
  'qdrant.PayloadExcludeSelector': onlyForm,
  'qdrant.WithVectorsSelector': unionForm({}, { all: bare }),
  'qdrant.VectorsSelector': onlyForm,
};

/** A field that REST and its judges do not know: what nobody reads is not forwarded. */
export const notRead = (field: string): MemberRule => ({
  check: (message) => {
    if (message.has(field))
      throw unreadable('unknown-field', `it has a field ${field} that is not known.`, 'Leave the field out.');
  },
  by: () => undefined,
});
