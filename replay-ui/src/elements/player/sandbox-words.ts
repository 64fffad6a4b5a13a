import type { SandboxCounts, SandboxStanding } from '../../host/replay-sandbox.ts';
import { counted } from '../../text/amounts.ts';

/** What became of a sandbox, in one line. */
export function countsText({ steps, answered, again, notAnswered, programs }: SandboxCounts): string {
  return [
    `${answered} of ${counted(steps, 'recorded step')} answered`,
    ...(again > 0 ? [`${counted(again, 'call')} answered again`] : []),
    ...(notAnswered > 0 ? [`${counted(notAnswered, 'call')} not answered`] : []),
    ...(programs > 0 ? [`${counted(programs, 'program')} in it`] : []),
  ].join(', ');
}

/** What a screen reader hears when a sandbox comes to another state; nothing while only its numbers change. */
export function spokenOf(
  before: SandboxStanding | undefined,
  now: SandboxStanding | undefined,
): string | undefined {
  if (now === undefined || now.state === before?.state) return undefined;
  switch (now.state) {
    case 'starting':
      return 'The sandbox is starting.';
    case 'ready':
      return `The sandbox is ready at ${now.address}.`;
    case 'ended':
      return `The sandbox has ended: ${countsText(now.counts)}.`;
    case 'failed':
      return `${now.message} ${now.remedy}`;
  }
}
