import { printable } from '@vectorgate/policy-schema/printable';
import type { SandboxCounts } from '@vectorgate/replay-ui/host';
import type { RecordedStep } from './recorded-step.ts';
import type { SandboxReport } from './sandbox-tally.ts';

/** So many of the calls that were not answered are told while a program runs; the report at the end has more. */
const mostTold = 20;

/** What is told of a sandbox while it runs. `programs`: those that came to it and still run. */
export const countsOf = (
  { steps, answered, again, notAsked, notAnswered, notRecorded }: SandboxReport,
  recorded: readonly RecordedStep[],
  programs: number,
): SandboxCounts => ({
  steps,
  answered,
  ...missingIn(recorded),
  again,
  notAsked: notAsked.length,
  notAnswered,
  latest: notRecorded
    .slice(-mostTold)
    .toReversed()
    .map(({ call, why }) => ({ call: printable(call), why: printable(why) })),
  programs,
});

function missingIn(recorded: readonly RecordedStep[]): Pick<SandboxCounts, 'missing' | 'missingWhy'> {
  const missing = recorded.filter(({ answer }) => answer === undefined);
  const why = missing[0]?.missing;
  return { missing: missing.length, ...(why !== undefined && { missingWhy: printable(why) }) };
}
