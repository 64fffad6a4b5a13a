import type { ArchiveReport } from '@vectorgate/policy-schema/archive';
import { count, counted } from '../../text/amounts.ts';
import { visibleLine } from '../../text/visible-text.ts';

/** The verdict on an archive in one line, and how it is meant. */
export interface Verdict {
  readonly kind: 'allow' | 'approve' | 'deny';
  readonly sign: string;
  readonly text: string;
}

/** A key by its name and id: what people hold against what they were told. */
export const shortKey = (key: string): string => visibleLine(key.split('+').slice(0, 2).join('+'));

/** What a verification found, as the first thing that is read. */
export function verdictOf({ ok, trust, records, problems, keys }: ArchiveReport): Verdict {
  if (!ok)
    return {
      kind: 'deny',
      sign: '✗',
      text:
        keys.length === 0
          ? 'No trusted key signed this archive.'
          : `${counted(problems.length, 'problem')} found: this archive is not what was exported.`,
    };
  const stand =
    records === 0
      ? 'It holds no record: none was found when it was exported.'
      : `${counted(records, 'record')} verified: all stand in the signed log.`;
  return trust === 'given'
    ? { kind: 'allow', sign: '✓', text: stand }
    : { kind: 'approve', sign: '✓', text: `${stand} But who signed is not known here.` };
}

/** What of an archive was proved, and what the gateway alone vouches for; one thing a line. */
export function detailsOf(report: ArchiveReport): readonly string[] {
  const { proved, vouched, parts, maskedAgain, withheld, policies, size, records, remarks } = report;
  const some = (many: number, text: string): readonly string[] => (many > 0 ? [text] : []);
  return [
    `${counted(records, 'record')} here, of ${count(size)} of the log.`,
    ...some(proved, `Proved to the byte: the headers of ${counted(proved, 'record')}.`),
    ...some(parts, `Proved to the byte: ${counted(parts, 'part')} of what was asked and answered.`),
    ...some(
      vouched,
      `Vouched for by the gateway alone: the headers of ${counted(vouched, 'record')}, shortened for the reader.`,
    ),
    ...some(
      maskedAgain,
      `Vouched for by the gateway alone: ${counted(maskedAgain, 'part')} masked again for the reader.`,
    ),
    ...some(withheld, `Withheld, with a reason each: ${counted(withheld, 'part')}.`),
    ...some(policies, `Policies in force, held against their digests: ${counted(policies, 'file')}.`),
    ...remarks.map((remark) => visibleLine(remark)),
  ];
}
