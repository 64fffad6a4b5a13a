import type { JsonDocument, JsonNode } from '../../json/json-node.ts';
import { StrictObject } from '../strict-object.ts';
import { reading } from './unreadable.ts';

/** An object of a request to Qdrant. */
export class RequestObject extends StrictObject {
  constructor(
    document: Pick<JsonDocument, 'bytes'>,
    node: JsonNode,
    what: string,
    known: readonly string[],
    aliases: Readonly<Record<string, string>> = {},
  ) {
    super(reading, document, node, what, known, aliases);
  }
}
