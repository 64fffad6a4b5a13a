import type { RequiredFilter } from '@vectorgate/policy-schema';
import type { JsonDocument } from '../../json/json-node.ts';
import { Splices } from '../../json/splices.ts';
import { filterText } from '../filter-text.ts';
import type { RequestObject } from './request-object.ts';
import { writeCondition } from './write-filter.ts';

/** What the gate changes in one request: edits of its bytes, and what is said of them. */
export class RequestEdit {
  readonly splices: Splices;
  readonly #changes = new Set<string>();

  constructor(document: Pick<JsonDocument, 'bytes'>) {
    this.splices = new Splices(document.bytes);
  }

  /** Each thing once, however often it was done. */
  get changes(): readonly string[] {
    return [...this.#changes];
  }

  say(change: string): void {
    this.#changes.add(change);
  }

  /** And-s a required filter to a filter field of the request. */
  require(object: RequestObject, filter: RequiredFilter, field = 'filter'): void {
    const condition = writeCondition(filter);
    const member = object.node.members.get(object.spelling(field));
    if (member === undefined) this.splices.insertMember(object.node, field, `{"must":[${condition}]}`);
    else if (member.value.kind === 'null') this.splices.replaceNode(member.value, `{"must":[${condition}]}`);
    else {
      this.splices.replace(member.value.start, member.value.start, `{"must":[${condition},`);
      this.splices.replace(member.value.end, member.value.end, ']}');
    }
    this.say(`filter ${filterText(filter)} added`);
  }

  /** Puts a whole number into a field of the request. */
  setNumber(object: RequestObject, field: string, value: number): void {
    const member = object.node.members.get(object.spelling(field));
    if (member === undefined) this.splices.insertMember(object.node, field, String(value));
    else this.splices.replaceNode(member.value, String(value));
    this.say(`${field} lowered to ${value}`);
  }
}
