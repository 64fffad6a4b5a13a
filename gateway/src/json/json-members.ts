import type { JsonMember } from './json-node.ts';

/** Up to this many members a key is found by looking at each: most objects are small, and a map costs more to make than to ask. */
const few = 8;

/** The members of an object, in order, by decoded key. No key can reach a prototype. */
export class JsonMembers {
  readonly #list: JsonMember[] = [];
  #byKey: Map<string, JsonMember> | undefined;

  /** In the order of the text. */
  get list(): readonly JsonMember[] {
    return this.#list;
  }

  get size(): number {
    return this.#list.length;
  }

  get(key: string): JsonMember | undefined {
    if (this.#byKey !== undefined) return this.#byKey.get(key);
    for (const member of this.#list) if (member.key === key) return member;
    return undefined;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  /** Only for the reader: a key is added once. */
  add(member: JsonMember): void {
    this.#list.push(member);
    if (this.#byKey !== undefined) this.#byKey.set(member.key, member);
    else if (this.#list.length > few) this.#byKey = new Map(this.#list.map((each) => [each.key, each]));
  }
}
