import { AskTable } from '../replay/ask-table.ts';
import type { RecordedRequest } from '../replay/recorded.ts';
import { readRecordedPage } from '../replay/recorded-page.ts';

/** Recorded requests as an editor read them of a gateway, or in few words why it did not. */
export type ToldTraffic =
  | {
      /** As the gateway gave them. */
      readonly pages: readonly unknown[];
      /** How far back was asked for, like `7d`. */
      readonly period: string;
      /** Whether that is all of the period. */
      readonly whole: boolean;
      readonly read: number;
    }
  /** Null: there is nothing to say about it. */
  | { readonly absent: string | null };

export interface RecordedTraffic {
  readonly requests: readonly RecordedRequest[];
  readonly over: string;
  readonly read: number;
}

const units: Readonly<Record<string, string>> = { min: 'minute', h: 'hour', d: 'day', w: 'week' };

/** Reads what was told; undefined where a page is none. */
export function recordedTraffic(told: Extract<ToldTraffic, { pages: unknown }>): RecordedTraffic | undefined {
  const table = new AskTable();
  const requests: RecordedRequest[] = [];
  for (const page of told.pages) {
    const read = readRecordedPage(page, table);
    if (read === undefined) return undefined;
    requests.push(...read.requests);
  }
  const [, count, unit] = /^(\d+)(min|h|d|w)$/.exec(told.period) ?? [];
  const period = unit === undefined ? told.period : `${count} ${units[unit]}${count === '1' ? '' : 's'}`;
  const over = told.whole ? `in ${period}` : `in the latest ${requests.length.toLocaleString('en')} requests`;
  return { requests, over, read: told.read };
}
