import { showCoverage } from '../editing/coverage-marks.ts';
import type { PolicyEditor } from '../editing/policy-editor.ts';
import { showResults } from '../editing/test-marks.ts';
import { isPolicyTestPath } from '../is-policy-path.ts';
import type { PolicyEditors } from '../policy-editors.ts';
import type { PolicyTests } from './policy-tests.ts';

/** Marks in open editors what became of tests, and what they saw of policies. */
export function showOutcomes(tests: PolicyTests, editors: PolicyEditors): void {
  const told = new WeakMap<PolicyEditor, unknown>();
  const mark = (editor: PolicyEditor): void => {
    const { path, view, widget } = editor;
    // Marks of a text that is still to come would be of nothing.
    if (!widget.context.isReady) return;
    const isTest = isPolicyTestPath(path);
    const results = isTest ? tests.of(path)?.results : undefined;
    const covered = isTest ? undefined : tests.coverage?.files.find(({ uri }) => uri === path);
    const now = isTest ? results : covered;
    if (told.get(editor) === now) return;
    told.set(editor, now);
    view.dispatch({ effects: isTest ? showResults.of(results ?? new Map()) : showCoverage.of(covered) });
  };
  tests.changed.connect(() => editors.all.forEach(mark));
  editors.looked.connect((_, { editor, tests: listed }) => {
    if (listed !== undefined) tests.typed(editor.path, listed);
    mark(editor);
  });
}
