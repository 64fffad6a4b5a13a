import {
  AskedPages,
  compareSides,
  type NextAsked,
  planSides,
  readRecordedLines,
  type WhatIf,
  weighSides,
  whatIf,
} from '@vectorgate/policy-schema/analyse';
import type { ReadFile } from '../policy-messages.ts';
import { assertTested } from '../tests/assert-tested.ts';
import { environmentFrom } from '../tests/environment-from.ts';
import type { AnalysisJobs } from './analysis-jobs.ts';
import { Handover } from './handover.ts';

/** Compares policies, and decides again what was asked. */
export class AnalysisDesk implements AnalysisJobs {
  readonly #now: () => number;
  readonly #pages = new Handover<NextAsked>();
  #came = 0;
  #decided = 0;
  /** Of what goes on, else of what comes next: a stop may come while it is still being read what is asked about. */
  #stop = new AbortController();

  constructor(now: () => number) {
    this.#now = now;
  }

  compare({
    head,
    base,
    config,
  }: Parameters<AnalysisJobs['compare']>[0]): ReturnType<AnalysisJobs['compare']> {
    return compareSides({ head, base, environment: environmentFrom(config) }, this.#now());
  }

  plan({
    head,
    base,
    config,
    tests,
    whose,
  }: Parameters<AnalysisJobs['plan']>[0]): ReturnType<AnalysisJobs['plan']> {
    const plan = planSides({ head, base, environment: environmentFrom(config) }, this.#now(), whose);
    assertTested(tests);
    return plan;
  }

  weigh({
    head,
    base,
    config,
    period,
  }: Parameters<AnalysisJobs['weigh']>[0]): ReturnType<AnalysisJobs['weigh']> {
    const sides = { head, base, environment: environmentFrom(config) };
    return weighSides({ ...sides, period, requests: this.#fromGateway() }, this.#now());
  }

  async whatIf(asked: Parameters<AnalysisJobs['whatIf']>[0]): ReturnType<AnalysisJobs['whatIf']> {
    const { head, base, config, period, recorded, rule } = asked;
    this.#decided = 0;
    try {
      return await whatIf({
        head,
        base,
        environment: environmentFrom(config),
        period,
        rule,
        requests: recorded === undefined ? this.#fromGateway() : fromFile(recorded),
        onProgress: (requests) => {
          this.#decided = requests;
        },
        signal: this.#stop.signal,
      });
    } finally {
      this.#stop = new AbortController();
    }
  }

  async nextPage(next: NextAsked): Promise<number> {
    await this.#pages.give(next);
    return this.#came;
  }

  decided(): number {
    return this.#decided;
  }

  stopWhatIf(): void {
    this.#stop.abort();
  }

  #fromGateway(): AskedPages {
    return new AskedPages((requests) => {
      this.#came = requests;
      return this.#pages.take();
    });
  }
}

/** Lines of a text, without a copy of all of them. */
function* linesOf(text: string): Generator<string> {
  let at = 0;
  for (;;) {
    const end = text.indexOf('\n', at);
    if (end === -1) break;
    yield text.slice(at, text[end - 1] === '\r' ? end - 1 : end);
    at = end + 1;
  }
  if (at < text.length) yield text.slice(at);
}

const fromFile = ({ path, text }: ReadFile): WhatIf['requests'] => readRecordedLines(linesOf(text), path);
