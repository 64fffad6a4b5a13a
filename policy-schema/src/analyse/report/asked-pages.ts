import { PolicyError } from '../../errors/policy-error.ts';
import { AskTable } from '../replay/ask-table.ts';
import type { RecordedRequest } from '../replay/recorded.ts';
import { readRecordedPage } from '../replay/recorded-page.ts';

/** What comes next of what was asked: a page of the gateway's, or that this was all, or all that is wanted. */
export type NextAsked = { readonly page: unknown } | { readonly end: 'all' | 'stopped' };

/** Recorded requests out of pages that come one at a time, each when it is wanted. */
export class AskedPages implements AsyncIterable<RecordedRequest> {
  readonly #next: (requests: number) => Promise<NextAsked>;
  requests = 0;
  withheld = 0;
  stopped = false;

  /** `next` is told how many requests came so far. */
  constructor(next: (requests: number) => Promise<NextAsked>) {
    this.#next = next;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RecordedRequest> {
    const table = new AskTable();
    for (;;) {
      const next = await this.#next(this.requests);
      if ('end' in next) {
        this.stopped = next.end === 'stopped';
        return;
      }
      const page = readRecordedPage(next.page, table);
      if (page === undefined)
        throw new PolicyError(
          'page-unreadable',
          'The gateway’s answer cannot be read. Use an extension of the gateway’s version.',
        );
      this.withheld += page.withheld;
      this.requests += page.requests.length;
      yield* page.requests;
    }
  }
}
