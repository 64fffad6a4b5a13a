import type { JsonDocument, JsonNode } from '../../../../json/json-node.ts';
import type { WireEdit } from './wire-edit.ts';

/** A value before and after the judge's edits. */
export interface Change {
  readonly before: JsonNode;
  readonly after: JsonNode;
}

/** The two texts whose difference goes into a message. */
export interface Rewriting {
  readonly before: JsonDocument;
  readonly after: JsonDocument;
  readonly edit: WireEdit;
}
