import type { RecordedStep } from '../recorded-step.ts';

/** What the gateway tells beside an answer, in headers or trailers of its own. */
export const toldBeside = (step: RecordedStep | undefined): Readonly<Record<string, string>> => ({
  ...(step !== undefined && { 'vectorgate-decision': step.id }),
  ...(step?.notice !== undefined && {
    'vectorgate-notice': encodeURIComponent(`${step.notice.toWellFormed()}. Decision ${step.id}.`),
  }),
});
