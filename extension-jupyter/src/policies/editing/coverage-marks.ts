import { type EditorState, RangeSet, StateEffect, StateField } from '@codemirror/state';
import { GutterMarker, gutter } from '@codemirror/view';
import type { CoveredFile, CoveredRule } from '@vectorgate/policy-schema/test-run';

/** What tests saw of the policy from now on; undefined: nothing is known. */
export const showCoverage = StateEffect.define<CoveredFile | undefined>();

type Covered = 'covered' | 'partly' | 'missed';

class CoverageMark extends GutterMarker {
  private readonly covered: Covered;
  private readonly text: string;

  constructor(covered: Covered, text: string) {
    super();
    this.covered = covered;
    this.text = text;
  }

  override eq(other: CoverageMark): boolean {
    return other.covered === this.covered && other.text === this.text;
  }

  override toDOM(): HTMLElement {
    const mark = document.createElement('span');
    mark.className = `vg-coverage-mark vg-mod-${this.covered}`;
    mark.title = this.text;
    mark.setAttribute('role', 'img');
    mark.setAttribute('aria-label', this.text);
    return mark;
  }
}

const counted = (count: number): string => `${count} ${count === 1 ? 'case' : 'cases'}`;

/** What of a condition's parts was never seen, one line each. */
export function unseenSides({ branches }: Pick<CoveredRule, 'branches'>): readonly string[] {
  return branches.flatMap(({ text, yes, no }) => [
    ...(yes === 0 ? [`never true: ${text}`] : []),
    ...(no === 0 ? [`never false: ${text}`] : []),
  ]);
}

function marksOf(state: EditorState, file: CoveredFile | undefined): RangeSet<CoverageMark> {
  const lines = new Map<number, CoverageMark>();
  for (const rule of file?.rules ?? []) {
    const unseen = unseenSides(rule);
    const met = rule.hits > 0;
    lines.set(
      rule.range.start.line,
      new CoverageMark(
        met ? 'covered' : 'missed',
        met ? `Rule ${rule.name} mattered to ${counted(rule.hits)}.` : `No case meets the rule ${rule.name}.`,
      ),
    );
    const [condition] = rule.branches;
    if (condition !== undefined)
      lines.set(
        condition.range.start.line,
        new CoverageMark(
          unseen.length === 0 ? 'covered' : condition.yes + condition.no > 0 ? 'partly' : 'missed',
          unseen.length === 0
            ? 'Every part of the condition was true and false.'
            : `Of the condition: ${unseen.join('; ')}.`,
        ),
      );
  }
  const marks = [...lines]
    .filter(([line]) => line < state.doc.lines)
    .map(([line, mark]) => mark.range(state.doc.line(line + 1).from));
  return RangeSet.of(marks, true);
}

const shown = StateField.define<RangeSet<CoverageMark>>({
  create: () => RangeSet.empty,
  update(before, { effects, changes, state }) {
    let marks = before.map(changes);
    for (const effect of effects) if (effect.is(showCoverage)) marks = marksOf(state, effect.value);
    return marks;
  },
});

/** Beside rules and conditions what tests saw of them. */
export const coverageMarks = [
  shown,
  gutter({ class: 'vg-coverage-gutter', markers: (view) => view.state.field(shown) }),
];
