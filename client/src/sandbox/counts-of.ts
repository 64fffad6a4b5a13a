import { printable } from '@vectorgate/policy-schema/printable';
import type { SandboxCounts } from '@vectorgate/replay-ui/host';
import type { SandboxReport } from './sandbox-tally.ts';

/** So many of the calls that were not answered are told while a program runs; the report at the end has all. */
const mostTold = 20;

/** What is told of a sandbox while it runs. `programs`: those that came to it and still run. */
export const countsOf = (
  { steps, answered, again, notAsked, notRecorded }: SandboxReport,
  programs: number,
): SandboxCounts => ({
  steps,
  answered,
  again,
  notAsked: notAsked.length,
  notAnswered: notRecorded.length,
  latest: notRecorded
    .slice(-mostTold)
    .toReversed()
    .map(({ call, why }) => ({ call: printable(call), why: printable(why) })),
  programs,
});
