import { type ReplayReport, replayTerminal } from '@vectorgate/policy-schema/analyse';
import { printable } from '@vectorgate/policy-schema/printable';
import { count, isRecord, text } from '../api/read-json.ts';
import { relative } from '../output/ago.ts';
import type { Terminal } from '../output/terminal.ts';
import { toldChange } from '../policies/change-words.ts';
import { canaryTrouble } from './canary-trouble.ts';
import { type CommonOptions, print, signedInApi } from './context.ts';

/** Why nothing runs of the branch that could. */
const idleOf = (branch: Readonly<Record<string, unknown>> | undefined): string =>
  branch === undefined || text(branch.idle) === '' ? '' : `${printable(text(branch.idle))}\n`;

/** `vectorgate policy canary show|stop`: what the policies beside those in force would have done until now. */
export async function policyCanary(
  what: 'show' | 'stop',
  options: CommonOptions,
  terminal: Terminal,
): Promise<void> {
  const api = await signedInApi(options, terminal);
  const answer = await (what === 'stop' ? api.stopPolicyCanary() : api.policyCanary());
  print(terminal, options, answer, () => {
    const { canary } = answer;
    const branch = isRecord(answer.following) ? answer.following : undefined;
    const trouble = canaryTrouble(branch, terminal);
    if (!isRecord(canary)) return `Nothing runs beside the policies in force.\n${idleOf(branch)}${trouble}`;
    const { digest, time, commit, author, by, note } = toldChange(canary.change);
    const since = relative(time, terminal.now());
    const from = branch && `branch ${text(branch.branch)}, commit ${commit} of ${author}`;
    const about = [digest.slice(0, 12), `since ${since}`, from, by && `by ${by}`, note]
      .filter(Boolean)
      .join(' · ');
    const failed = count(canary.failed);
    const report = canary.report as ReplayReport;
    const unnamed = report.changes.some(({ people, who }) => people > 0 && who.length === 0);
    const notes = [
      ...(failed === 0 ? [] : [`${failed.toLocaleString('en')} requests they could not decide.`]),
      ...(unnamed ? ['Whom it is about is told to those who may review their records.'] : []),
    ];
    const end = what === 'stop' ? 'ended' : 'beside';
    return `${end.padEnd(10)}${printable(about)}\n${trouble}\n${replayTerminal(report, notes)}`;
  });
}
