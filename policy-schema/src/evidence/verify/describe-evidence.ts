import { counted } from './counted.ts';
import type { EvidenceProblem, EvidenceReport } from './evidence-report.ts';

/** A report in words, one thing a line. */
export function describeEvidence(report: EvidenceReport): string {
  const { ok, records, signed, segments, removed, checkpoints, trust, problems, remarks, origin } = report;
  const lines: string[] = [];
  if (ok && trust === 'none')
    lines.push(`✓ ${counted(records, 'record')} verified: each follows the one before.`);
  else if (ok)
    lines.push(
      signed === records
        ? `✓ ${counted(records, 'record')} verified: all are as they were signed.`
        : `✓ ${counted(records, 'record')} verified: the first ${grouped(signed)} are as they were signed, the rest follow.`,
    );
  else
    lines.push(`✗ ${counted(problems.length, 'problem')} found: these records are not as they were written.`);
  for (const problem of problems) lines.push(`  ${describeProblem(problem)}`);
  if (!ok) lines.push(`  Still to be believed: ${believed(report)}.`);
  const kept = removed > 0 ? `, hashes only of ${counted(removed, 'record')}` : '';
  lines.push(
    `  ${counted(segments, 'segment')}${kept} · ${counted(checkpoints, 'checkpoint')}${origin === undefined ? '' : ` · ${origin}`}`,
  );
  for (const remark of remarks) lines.push(`  ${remark}`);
  return `${lines.join('\n')}\n`;
}

function describeProblem({ record, to, id, segment, offset, reason, code }: EvidenceProblem): string {
  const place = [
    record !== undefined && (to === undefined ? `record ${record}` : `records ${record} to ${to}`),
    id !== undefined && `id ${id}`,
    segment !== undefined && `segment ${segment}, byte ${offset}`,
  ].filter((part) => part !== false);
  return `${place.length > 0 ? `${place.join(', ')}: ` : ''}${reason} (${code})`;
}

/** What a report that found problems leaves standing. */
function believed({ signed, records, trust, problems }: EvidenceReport): string {
  const damaged = problems.filter(
    ({ code, record }) => code === 'parts-damaged' && record !== undefined && record < signed,
  );
  const but =
    damaged.length > 0
      ? `, but the sealed parts of ${damaged.length === 1 ? 'that one' : 'those'} named`
      : '';
  if (signed > 0) return `the first ${counted(signed, 'record')}, which are as they were signed${but}`;
  if (trust === 'none' && records > 0)
    return `that the first ${counted(records, 'record')} follow each other; nothing shows that they are the ones that were written`;
  return 'nothing: no checkpoint of a trusted key matches these records';
}

const grouped = (count: number): string => count.toLocaleString('en-US');
