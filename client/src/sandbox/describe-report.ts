import { printable } from '@vectorgate/policy-schema/printable';
import type { SandboxReport } from './sandbox-tally.ts';

/** So many of each list are printed; `--json` has all. */
const most = 10;

/** The report for people. */
export function describeReport(report: SandboxReport): string {
  const { steps, answered, again, notAsked, notAnswered, notRecorded } = report;
  const first = [
    `${answered} of ${counted(steps, 'recorded step')} answered`,
    ...(again > 0 ? [`${counted(again, 'call')} answered again`] : []),
    ...(notAsked.length > 0 ? [`${notAsked.length} not asked for`] : []),
    notAnswered === 0 ? 'every call was in the recording' : `${counted(notAnswered, 'call')} not answered`,
  ].join(', ');
  return [
    `VectorGate sandbox: ${first}. No store was asked.`,
    ...some(
      notRecorded.map(({ call, why }) => `  ✗ ${call}: ${why.replace(/\.$/, '')}.`),
      'calls',
      notAnswered,
    ),
    ...some(
      notAsked.map(
        ({ step, asked, missing }) =>
          `  ○ step ${step}, ${asked}: not asked for.${missing ? ` ${missing}` : ''}`,
      ),
      'steps',
    ),
    '',
  ]
    .map(printable)
    .join('\n');
}

const counted = (number: number, one: string): string =>
  `${number.toLocaleString('en-US')} ${one}${number === 1 ? '' : 's'}`;

const some = (lines: readonly string[], of: string, all = lines.length): readonly string[] =>
  all <= most
    ? lines
    : [
        ...lines.slice(0, most),
        `  … and ${all - most} ${of} more (--json has ${lines.length < all ? 'the last ones' : 'all'})`,
      ];
