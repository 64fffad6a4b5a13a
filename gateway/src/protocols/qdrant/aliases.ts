import type { JsonNode } from '../../json/json-node.ts';
import { JsonReadError } from '../../json/json-read-error.ts';
import { readJson } from '../../json/read-json.ts';
import { stringText } from '../../json/string-text.ts';
import { Refusal } from '../../pipeline/refusal.ts';
import { readingEverything } from './access-scope.ts';
import type { QdrantContext } from './qdrant-operation.ts';

/** Milliseconds: an alias that is turned past this gateway is seen after this time. */
const lifetime = 5_000;
const place = 'qdrant.aliases';

const puzzled = (cause?: unknown): Refusal =>
  new Refusal(
    'unavailable',
    'collection-unresolved',
    'the store did not say which collection this is.',
    'Try again in a minute; if it lasts, tell the platform team.',
    {},
    { cause },
  );

/** An alias of Qdrant's, and what it stands for. */
export interface Alias {
  readonly alias: string;
  readonly collection: string;
}

const text = (bytes: Buffer, node: JsonNode, key: string): string | undefined => {
  const value = node.kind === 'object' ? node.members.get(key)?.value : undefined;
  return value?.kind === 'string' ? stringText(bytes, value) : undefined;
};

/** Reads one alias of an answer; undefined when it is not one. */
export function readAlias(bytes: Buffer, node: JsonNode): Alias | undefined {
  const [alias, collection] = [text(bytes, node, 'alias_name'), text(bytes, node, 'collection_name')];
  return alias === undefined || collection === undefined ? undefined : { alias, collection };
}

/**
 * What the store's aliases stand for, asked of the store and kept for some seconds; forgotten by every request that may
 * turn one.
 */
export class Aliases {
  #epoch = 0;
  #known: { readonly byName: ReadonlyMap<string, string>; readonly until: number } | undefined;

  /** Those of a connection, made on first use. */
  static of(context: QdrantContext): Aliases {
    const known = context.memory.get(place);
    if (known instanceof Aliases) return known;
    const made = new Aliases();
    context.memory.set(place, made);
    return made;
  }

  forget(): void {
    this.#epoch++;
    this.#known = undefined;
  }

  /** The collection that a name stands for: an alias's, or itself. Throws `Refusal` when the store does not say. */
  async resolve(context: QdrantContext, name: string): Promise<string> {
    const now = Date.now();
    const left = this.#known === undefined ? 0 : this.#known.until - now;
    // Longer than the lifetime: the clock was set back meanwhile.
    if (this.#known === undefined || left <= 0 || left > lifetime) {
      const epoch = this.#epoch;
      const byName = await ask(context);
      if (epoch === this.#epoch) this.#known = { byName, until: now + lifetime };
      return byName.get(name) ?? name;
    }
    return this.#known.byName.get(name) ?? name;
  }
}

async function ask(context: QdrantContext): Promise<ReadonlyMap<string, string>> {
  const response = await context.ask({
    method: 'GET',
    path: ['aliases'],
    query: [],
    headers: { accept: 'application/json' },
    body: new Uint8Array(),
    scope: readingEverything,
  });
  if (response.status !== 200) throw puzzled();
  try {
    const { bytes, root } = readJson(response.body);
    const result = root.kind === 'object' ? root.members.get('result')?.value : undefined;
    const list = result?.kind === 'object' ? result.members.get('aliases')?.value : undefined;
    if (list?.kind !== 'array') throw puzzled();
    return new Map(
      list.items.map((item) => {
        const found = readAlias(bytes, item);
        if (found === undefined) throw puzzled();
        return [found.alias, found.collection];
      }),
    );
  } catch (error) {
    if (!(error instanceof JsonReadError)) throw error;
    throw puzzled(error);
  }
}
