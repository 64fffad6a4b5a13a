import { TextLines } from '../../../language/document/text-lines.ts';
import { coverageSums, type RuleCoverage, type Share } from '../../../test-run/index.ts';
import type { Paint } from '../../paint.ts';

const percent = ({ covered, total }: Share): string =>
  total === 0 ? 'none there' : `${covered} of ${total} (${Math.floor((100 * covered) / total)} %)`;

/** What tests saw of the rules: sums, then every rule and part of a condition that they missed. */
export function coverageTable(
  coverage: readonly RuleCoverage[],
  textOf: (file: string) => string | undefined,
  paint: Paint,
): string {
  const { rules, conditions, branches } = coverageSums(coverage);
  const head = [
    ['rules', percent(rules)],
    ['conditions, both answers', percent(conditions)],
    ['branches of conditions', percent(branches)],
  ].map(([name, text]) => `  ${name!.padEnd(26)}${text}\n`);
  const lines = new Map<string, TextLines>();
  const lineOf = (file: string, offset: number): number => {
    const known = lines.get(file) ?? new TextLines(textOf(file) ?? '');
    lines.set(file, known);
    return known.positionAt(offset).line + 1;
  };
  const missed = coverage.flatMap(({ file, rule, start, hits, branches: parts }) => {
    if (hits === 0) return [`  ${file}:${lineOf(file, start)}  ${rule}: no case meets it\n`];
    return parts.flatMap(({ text, start: at, seen }) => {
      const never = [...(seen.yes === 0 ? ['true'] : []), ...(seen.no === 0 ? ['false'] : [])];
      const asked = seen.yes + seen.no + seen.unknown;
      if (never.length === 0) return [];
      const words = asked === 0 ? 'never asked' : `never ${never.join(' or ')}`;
      return [`  ${file}:${lineOf(file, at)}  ${rule}: ${words}: ${text.replace(/\s+/g, ' ')}\n`];
    });
  });
  return [paint('bold', 'coverage\n'), ...head, ...(missed.length === 0 ? [] : ['missed\n', ...missed])].join(
    '',
  );
}
