import { counted } from '../verify/counted.ts';
import type { ArchiveProblem, ArchiveReport } from './archive-report.ts';

/** A report on an archive in words, one thing a line. */
export function describeArchive(report: ArchiveReport): string {
  const { ok, records, proved, vouched, parts, maskedAgain, withheld, policies, problems, remarks } = report;
  const lines = [
    ok
      ? `✓ ${counted(records, 'record')} verified: ${records === 0 ? 'none was found when this was exported' : 'all stand in the signed log'}.`
      : `✗ ${counted(problems.length, 'problem')} found: this archive is not what was exported.`,
  ];
  for (const problem of problems) lines.push(`  ${describeProblem(problem)}`);
  lines.push(`  ${ok ? 'In it' : 'Still to be believed'}: ${describeBelieved(report)}.`);
  if (vouched > 0)
    lines.push(
      `  Vouched for by the gateway alone: the headers of ${counted(vouched, 'record')}, shortened for the reader.`,
    );
  if (maskedAgain > 0)
    lines.push(
      `  Vouched for by the gateway alone: ${counted(maskedAgain, 'part')} masked again for the reader.`,
    );
  if (withheld > 0) lines.push(`  Withheld, with a reason each: ${counted(withheld, 'part')}.`);
  lines.push(
    `  ${counted(proved + vouched, 'record')} of ${counted(report.size, 'record')} of the log · ${counted(parts + maskedAgain, 'part')} · ${counted(policies, 'policy file')}${report.origin === '' ? '' : ` · ${report.origin}`}`,
  );
  if (report.trust === 'given' && report.keys.length > 0)
    lines.push('  Verified by the public key that you gave.');
  if (report.trust === 'archive')
    lines.push(
      '  Verified by the public key that lies in this archive: whoever could replace the records could replace it too. Give the key that you got from elsewhere (--key) to know who signed.',
    );
  for (const remark of remarks) lines.push(`  ${remark}`);
  return `${lines.join('\n')}\n`;
}

/** What of an archive is to be believed, in words. */
export function describeBelieved({ keys, proved, parts, ok }: ArchiveReport): string {
  if (keys.length === 0) return 'nothing: no trusted key signed';
  if (proved === 0 && parts === 0 && !ok) return 'nothing';
  return `${counted(proved, 'record')} with the header as it was recorded, to the byte, and ${counted(parts, 'part')} of what was asked and answered`;
}

/** One thing that is wrong with an archive, with its place. */
export function describeProblem({ record, id, reason, code }: ArchiveProblem): string {
  const place = [record !== undefined && `record ${record}`, id !== undefined && `id ${id}`].filter(
    (part) => part !== false,
  );
  return `${place.length > 0 ? `${place.join(', ')}: ` : ''}${reason} (${code})`;
}
