import { type ChangeKind, widening } from '../diff/change.ts';
import type { DiffRow } from '../diff/diff-row.ts';
import {
  blocksOf,
  changeText,
  diffSummary,
  placeOf,
  ruleName,
  rulesToShow,
  trafficText,
  weighingText,
} from '../diff/diff-texts.ts';
import type { PermissionDiff } from '../diff/permission-diff.ts';
import type { RowTraffic, Weighing } from '../diff/weigh.ts';
import type { AnalysisReport, ReportRow } from './analysis-report.ts';

const signs: Readonly<Record<ChangeKind, string>> = {
  widened: '▲',
  unmasked: '△',
  changed: '≠',
  narrowed: '▼',
  masked: '▒',
};

const rowsOf = (
  rows: readonly DiffRow[],
  diff: PermissionDiff,
  weighed: WeighedBy | undefined,
): readonly ReportRow[] =>
  blocksOf(rows).map((block): ReportRow => {
    const [first] = block as [DiffRow, ...DiffRow[]];
    const own = weighed?.weighing.rows[diff.rows.indexOf(first)];
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
      ...(own !== undefined && weighed!.weighing.requests > 0 && { asked: askedText(own) }),
      ...(!first.exact && { note: 'at most: there are too many rules to tell' }),
      examples: [],
    };
  });

const askedText = (own: RowTraffic): string =>
  own.requests === 0 ? trafficText(own) : `asked: ${trafficText(own)}`;

/** What a diff is weighed by. */
export interface WeighedBy {
  readonly weighing: Weighing;
  /** Where that is from: `in the last 7 days`. */
  readonly over: string;
  /** More that has to be said, one sentence each. */
  readonly notes: readonly string[];
}

/** Who gets more and who less, for an editor to draw; with how much was asked of it where that was counted. */
export function diffReport(diff: PermissionDiff, base: string, weighed?: WeighedBy): AnalysisReport {
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
      ...(weighed === undefined
        ? []
        : [`${weighingText(weighed.weighing, weighed.over, ' that you may see')}.`]),
    ],
    rows: rowsOf(ordinary, diff, weighed),
    ...(edge.length > 0 && {
      aside: {
        title: `Only for callers, targets or operations that are not ordinary (${edge.length})`,
        isOpen: ordinary.length === 0,
        rows: rowsOf(edge, diff, weighed),
      },
    }),
    notes: weighed?.notes ?? [],
  };
}
