import type { FieldReference, Filter, RequiredFilter } from '@vectorgate/policy-schema';
import { filterText } from '../filter-text.ts';
import { filterUses } from '../filter-uses.ts';
import { pointIds } from './point-id.ts';
import { readFilter } from './read-filter.ts';
import type { RequestEdit } from './request-edit.ts';
import type { RequestObject } from './request-object.ts';
import { malformed } from './unreadable.ts';
import { writeCondition } from './write-filter.ts';

/** The points that a change is about: by their ids, or all that satisfy a filter. */
export interface SelectedPoints {
  readonly ids?: readonly string[];
  readonly filter?: Filter;
  readonly references: readonly FieldReference[];
  /** How many; Infinity where a filter selects them. */
  readonly records: number;
  /** Narrows the selection to points that satisfy a required filter. */
  readonly narrow: (edit: RequestEdit, required: RequiredFilter) => void;
}

/** Reads `points` or `filter` of a change. Throws `Refusal` for both, and for neither. */
export function selectedPoints(object: RequestObject): SelectedPoints {
  const points = object.get('points');
  const filter = object.get('filter');
  if ((points === undefined) === (filter === undefined))
    throw malformed('points', 'given, or else a filter, and not both');
  if (filter !== undefined) {
    const read = readFilter(object.bytes, filter);
    return {
      filter: read,
      references: filterUses(read),
      records: Number.POSITIVE_INFINITY,
      narrow: (edit, required) => edit.require(object, required),
    };
  }
  const ids = pointIds(object.bytes, points!, 'points');
  return {
    ids,
    references: [],
    records: ids.length,
    narrow: (edit, required) => {
      const { keyStart, value } = object.node.members.get('points')!;
      const list = object.bytes.toString('latin1', value.start, value.end);
      // By a filter over the same ids: Qdrant then looks at each point and changes it in one step.
      edit.splices.replace(
        keyStart,
        value.end,
        `"filter":{"must":[${writeCondition(required)},{"has_id":${list}}]}`,
      );
      edit.say(`filter ${filterText(required)} added`);
    },
  };
}
