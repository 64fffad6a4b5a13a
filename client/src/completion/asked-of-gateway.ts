import { facetKeys, queryAround } from '@vectorgate/policy-schema/records-query';
import type { LinePlace } from './line-place.ts';

/** A question for counted values. */
export interface CountedQuestion {
  readonly query: string;
  readonly all: boolean;
  readonly gateway?: string;
}

/** Of a condition its field is counted. */
const counted: ReadonlySet<string> = new Set([...facetKeys, 'filter', 'reach']);

/**
 * What the gateway is to count for a place in a line: only behind a key whose values it counts. Undefined where the language
 * alone knows what may stand there, or nobody does.
 */
export function askedOfGateway({ typed, terms, all, gateway }: LinePlace): CountedQuestion | undefined {
  if (terms === undefined) return undefined;
  const text = [...terms, typed.text].join(' ');
  const key = /(?:^|\s)-?([a-z]+):\S*$/.exec(text)?.[1];
  if (key === undefined || !counted.has(key)) return undefined;
  return { query: queryAround(text, text.length), all, ...(gateway !== undefined && { gateway }) };
}
