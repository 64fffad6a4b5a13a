import type { NextAsked } from '../report/asked-pages.ts';
import type { ToldTraffic } from './recorded-traffic.ts';

/** More than this is not read for lenses: the latest count. */
const most = 20_000;

/** Reads pages of what was asked to their end, or as many as count; undefined when that was stopped. */
export async function readTraffic(
  next: () => Promise<NextAsked>,
  { period, now }: { readonly period: string; readonly now: () => number },
): Promise<ToldTraffic | undefined> {
  const pages: unknown[] = [];
  let requests = 0;
  for (;;) {
    const answer = await next();
    if ('end' in answer)
      return answer.end === 'all' ? { pages, period, whole: true, read: now() } : undefined;
    pages.push(answer.page);
    const { records } = answer.page as { readonly records?: unknown };
    requests += Array.isArray(records) ? records.length : 0;
    if (requests >= most)
      return {
        pages,
        period,
        whole: typeof (answer.page as { next?: unknown }).next !== 'string',
        read: now(),
      };
  }
}
