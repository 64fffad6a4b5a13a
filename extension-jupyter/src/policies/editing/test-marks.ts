import { type EditorState, RangeSet, StateEffect, StateField } from '@codemirror/state';
import { type EditorView, GutterMarker, gutter } from '@codemirror/view';
import type { ListedTest, RanCase } from '@vectorgate/policy-schema/test-run';
import { type Outcome, outcomeOf } from '../tests/test-file.ts';

/** Runs cases of the file by their ids. */
export type RunTests = (ids: readonly string[]) => void;

/** The tests of the file from now on. */
export const showTests = StateEffect.define<readonly ListedTest[]>();
/** What became of their cases. */
export const showResults = StateEffect.define<ReadonlyMap<string, RanCase>>();

interface Shown {
  readonly tests: readonly ListedTest[];
  readonly results: ReadonlyMap<string, RanCase>;
  readonly marks: RangeSet<RunMark>;
}

const signs: Readonly<Record<Outcome, string>> = { passed: '✓', failed: '✗', 'not-run': '▷' };
const words: Readonly<Record<Outcome, string>> = {
  passed: 'passed',
  failed: 'failed',
  'not-run': 'not run yet',
};

class RunMark extends GutterMarker {
  readonly ids: readonly string[];
  private readonly name: string;
  private readonly outcome: Outcome;

  constructor(name: string, ids: readonly string[], outcome: Outcome) {
    super();
    this.name = name;
    this.ids = ids;
    this.outcome = outcome;
  }

  override eq(other: RunMark): boolean {
    return (
      other.name === this.name &&
      other.outcome === this.outcome &&
      other.ids.join('\n') === this.ids.join('\n')
    );
  }

  override toDOM(): HTMLElement {
    const mark = document.createElement('button');
    mark.type = 'button';
    mark.className = `vg-test-mark vg-mod-${this.outcome}`;
    mark.textContent = signs[this.outcome];
    // By keys the command runs what the cursor is at: the gutter is no place for the focus.
    mark.tabIndex = -1;
    const label = `Run ${this.name} (${words[this.outcome]})`;
    mark.title = label;
    mark.setAttribute('aria-label', label);
    return mark;
  }
}

function marksOf(
  state: EditorState,
  tests: readonly ListedTest[],
  results: ReadonlyMap<string, RanCase>,
): RangeSet<RunMark> {
  const byLine = new Map<number, { names: string[]; ids: string[] }>();
  for (const { name, range, cases } of tests) {
    const line = Math.min(range.start.line + 1, state.doc.lines);
    const own = byLine.get(line) ?? { names: [], ids: [] };
    own.names.push(name);
    own.ids.push(...cases.map(({ id }) => id));
    byLine.set(line, own);
  }
  const marks = [...byLine].map(([line, { names, ids }]) =>
    new RunMark(names.join(' and '), ids, outcomeOf(ids, results)).range(state.doc.line(line).from),
  );
  return RangeSet.of(marks, true);
}

const shown = StateField.define<Shown>({
  create: () => ({ tests: [], results: new Map(), marks: RangeSet.empty }),
  update(before, { effects, changes, state }) {
    let { tests, results } = before;
    let told = false;
    for (const effect of effects) {
      if (effect.is(showTests)) tests = effect.value;
      else if (effect.is(showResults)) results = effect.value;
      else continue;
      told = true;
    }
    if (told) return { tests, results, marks: marksOf(state, tests, results) };
    return changes.empty ? before : { ...before, marks: before.marks.map(changes) };
  },
});

/** The cases of the test that stands at the cursor, or the nearest above it; all where there is none above. */
export function testsHere({ state }: EditorView): readonly string[] {
  const { tests } = state.field(shown);
  const line = state.doc.lineAt(state.selection.main.head).number - 1;
  const above = tests.filter(({ range }) => range.start.line <= line);
  const nearest = Math.max(...above.map(({ range }) => range.start.line));
  const own = above.filter(({ range }) => range.start.line === nearest);
  return (own.length > 0 ? own : tests).flatMap(({ cases }) => cases.map(({ id }) => id));
}

/** Beside each test a mark that runs it, and says what became of it. */
export const testMarks = (run: RunTests) => [
  shown,
  gutter({
    class: 'vg-test-gutter',
    markers: (view) => view.state.field(shown).marks,
    domEventHandlers: {
      mousedown: (view, line) => {
        let ids: readonly string[] | undefined;
        view.state.field(shown).marks.between(line.from, line.from, (_from, _to, mark) => {
          ids = mark.ids;
        });
        if (ids !== undefined) run(ids);
        return ids !== undefined;
      },
    },
  }),
];
