import type { RecordedAsk, RecordedRequest } from './recorded.ts';

/**
 * The request that a line of a file or of a page is, as `RecordedLineSchema` says; what it asked stands in `asks`. Undefined:
 * it is none. By hand: there are many of them, and a schema's check would take longer than deciding.
 */
export function requestOf(line: unknown, asks: readonly RecordedAsk[]): RecordedRequest | undefined {
  if (typeof line !== 'object' || line === null || Object.keys(line).length !== 4) return undefined;
  const { id, session, time, ask: place } = line as Record<string, unknown>;
  if (typeof id !== 'string' || typeof session !== 'string' || typeof time !== 'string') return undefined;
  const ask = typeof place === 'number' ? asks[place] : undefined;
  const instant = Date.parse(time);
  return ask === undefined || Number.isNaN(instant) ? undefined : { id, session, time: instant, ask };
}
