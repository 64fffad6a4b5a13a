import type { JsonDocument } from '../json/json-node.ts';
import { Splices } from '../json/splices.ts';
import type { StrictObject } from './strict-object.ts';

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

  /** For the notice, e.g. `filter tenant = "acme" added`. Own claims and policy's literals only. */
  say(change: string): void {
    this.#changes.add(change);
  }

  /** Puts JSON into a field of an object, in the place of what stands there or as a new one. */
  set(object: StrictObject, field: string, json: string): void {
    const member = object.node.members.get(object.spelling(field));
    if (member === undefined) this.splices.insertMember(object.node, field, json);
    else this.splices.replaceNode(member.value, json);
  }

  /** Lowers a whole number of the request. */
  lower(object: StrictObject, field: string, value: number): void {
    this.set(object, field, String(value));
    this.say(`${field} lowered to ${value}`);
  }
}
