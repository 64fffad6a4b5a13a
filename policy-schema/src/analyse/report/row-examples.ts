import { minuteText } from '../replay/replay-texts.ts';
import type { ReportRow } from './analysis-report.ts';

/** How many requests are kept of each difference, to be listed: a megabyte of them, about. */
export const mostListed = 5_000;
/** How many of them stand beside a row before somebody asks for more. */
export const fewExamples = 5;

/** What is said before requests of which others are not shown; undefined where all are. */
export function examplesNote({ requests = 0 }: ReportRow, shown: number): string | undefined {
  return shown > 0 && shown < requests ? `the latest ${shown.toLocaleString('en')} of them:` : undefined;
}

/** Which requests of a row can be listed: `all 1,204 of them`; undefined where no more are than stand beside it. */
export function listedText({ requests = 0, examples }: ReportRow): string | undefined {
  if (examples.length <= fewExamples) return undefined;
  const kept = examples.length.toLocaleString('en');
  return examples.length < requests
    ? `the latest ${kept} of ${requests.toLocaleString('en')}`
    : `all ${kept} of them`;
}

/** How those are found that are too many to be listed; undefined where all are listed. */
export function olderText({ requests = 0, examples }: ReportRow): string | undefined {
  const last = examples.at(-1);
  if (last === undefined || examples.length >= requests) return undefined;
  const until = minuteText(last.time).replace(' ', 'T');
  return `Older ones: vectorgate policy replay PATH --query until:${until}`;
}
