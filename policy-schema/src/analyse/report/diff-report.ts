import { type ChangeKind, widening } from '../diff/change.ts';
import type { DiffRow } from '../diff/diff-row.ts';
import { blocksOf, changeText, diffSummary, placeOf, ruleName, rulesToShow } from '../diff/diff-texts.ts';
import type { PermissionDiff } from '../diff/permission-diff.ts';
import type { AnalysisReport, ReportRow } from './analysis-report.ts';

const signs: Readonly<Record<ChangeKind, string>> = {
  widened: '▲',
  unmasked: '△',
  changed: '≠',
  narrowed: '▼',
  masked: '▒',
};

const rowsOf = (rows: readonly DiffRow[], diff: PermissionDiff): readonly ReportRow[] =>
  blocksOf(rows).map((block): ReportRow => {
    const [first] = block as [DiffRow, ...DiffRow[]];
    return {
      heading: first.who.join('; '),
      operations: first.operations.join(', '),
      places: placeOf(first),
      changes: block.map((row) => ({
        sign: signs[row.kind],
        kind: row.kind,
        isMore: widening.has(row.kind),
        text: changeText(row),
      })),
      rules: rulesToShow(block, diff).map((rule) => ({
        name: ruleName(rule),
        ...(rule.side === 'head' && { place: { file: rule.file, line: rule.line } }),
      })),
      ...(!first.exact && { note: 'at most: there are too many rules to tell' }),
      examples: [],
    };
  });

/** Who gets more and who less, for an editor to draw. */
export function diffReport(diff: PermissionDiff, base: string): AnalysisReport {
  const ordinary = diff.rows.filter(({ edge }) => !edge);
  const edge = diff.rows.filter((row) => row.edge);
  const isUnsure = diff.rows.some(({ kind }) => kind === 'changed');
  return {
    title: `Permission diff against ${base}`,
    summary: [
      `${diffSummary(diff)}.`,
      ...(isUnsure
        ? ['changed: no machine can tell whether that is more or less; somebody has to look.']
        : []),
    ],
    rows: rowsOf(ordinary, diff),
    ...(edge.length > 0 && {
      aside: {
        title: `Only for callers, targets or operations that are not ordinary (${edge.length})`,
        isOpen: ordinary.length === 0,
        rows: rowsOf(edge, diff),
      },
    }),
    notes: [],
  };
}
