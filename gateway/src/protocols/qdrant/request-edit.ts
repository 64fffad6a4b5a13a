import type { RequiredFilter } from '@vectorgate/policy-schema';
import { filterText } from '../filter-text.ts';
import { RequestEdit as Edit } from '../request-edit.ts';
import type { RequestObject } from './request-object.ts';
import { writeCondition } from './write-filter.ts';

/** What the gate changes in one request to Qdrant. */
export class RequestEdit extends Edit {
  /** And-s a required filter to a filter field of the request. */
  require(object: RequestObject, filter: RequiredFilter, field = 'filter'): void {
    const condition = writeCondition(filter);
    const own = object.get(field);
    if (own === undefined) this.set(object, field, `{"must":[${condition}]}`);
    else {
      this.splices.replace(own.start, own.start, `{"must":[${condition},`);
      this.splices.replace(own.end, own.end, ']}');
    }
    this.say(`filter ${filterText(filter)} added`);
  }
}
