import type { JsonMembers } from './json-members.ts';

/**
 * A value of a JSON text with the bytes it stands at: `start` inclusive, `end` exclusive. Strings and numbers are
 * not decoded: ask `stringText` and `numberValue` for those that matter. Arrays that hold nothing but numbers are
 * one node: vectors are skipped, never turned into numbers.
 */
export type JsonNode = JsonObject | JsonArray | JsonNumbers | JsonString | JsonNumber | JsonWord;

interface Span {
  readonly start: number;
  readonly end: number;
}

export interface JsonObject extends Span {
  readonly kind: 'object';
  readonly members: JsonMembers;
}

/** A member: its decoded key, and where the key's opening quote stands. */
export interface JsonMember {
  readonly key: string;
  readonly keyStart: number;
  readonly value: JsonNode;
}

export interface JsonArray extends Span {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}

/** An array of one or more numbers and nothing else. */
export interface JsonNumbers extends Span {
  readonly kind: 'numbers';
  /** How many; absent where they were skipped (`skipNumbers`). */
  readonly count?: number;
}

export interface JsonString extends Span {
  readonly kind: 'string';
  /** True when a backslash stands in it. */
  readonly escaped: boolean;
}

export interface JsonNumber extends Span {
  readonly kind: 'number';
}

export interface JsonWord extends Span {
  readonly kind: 'true' | 'false' | 'null';
}

/** A JSON text that was read: its bytes and its value. */
export interface JsonDocument {
  readonly bytes: Buffer;
  readonly root: JsonNode;
}
