import type { JsonNode } from '../../json/json-node.ts';
import { stringText } from '../../json/string-text.ts';
import { Aliases } from './aliases.ts';
import type { QdrantCall } from './qdrant-operation.ts';
import type { RequestEdit } from './request-edit.ts';
import { malformed } from './unreadable.ts';

/** A collection that a request names inside of its body. */
export interface NamedCollection {
  /** Its own name, aliases resolved. */
  readonly name: string;
  /** Puts the own name in the place of an alias: it may be turned before the store reads it. */
  pin(edit: RequestEdit): void;
}

/** Reads and resolves a collection's name in a body. `what` names the field. Throws `Refusal`. */
export async function namedCollection(
  { context }: QdrantCall,
  bytes: Buffer,
  node: JsonNode | undefined,
  what: string,
): Promise<NamedCollection> {
  if (node?.kind !== 'string') throw malformed(what, 'a collection');
  const written = stringText(bytes, node);
  const name = await Aliases.of(context).resolve(context, written);
  return {
    name,
    pin: (edit) => {
      if (context.enforced && name !== written) edit.splices.replaceNode(node, JSON.stringify(name));
    },
  };
}
