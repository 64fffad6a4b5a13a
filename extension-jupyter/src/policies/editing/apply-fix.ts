import type { EditorView } from '@codemirror/view';
import type { PolicyText } from './policy-text.ts';

/** A fix by what it is about: its diagnostic's code and place, and its own title; without a code what may be done at a place. */
export interface FixName {
  readonly code: string | undefined;
  readonly from: number;
  readonly title: string;
}

/** Applies a fix to what is written now, which may be more than what it was found in. Resolves to whether it is there still. */
export async function applyFix(view: EditorView, text: PolicyText, name: FixName): Promise<boolean> {
  const { doc } = view.state;
  const written = doc.toString();
  const fixes =
    name.code === undefined
      ? await text.refactor(written, name.from)
      : (await text.look(written)).diagnostics
          .filter(({ code, start }) => code === name.code && start === name.from)
          .flatMap((one) => one.fixes);
  const fix = fixes.find(({ title }) => title === name.title);
  if (fix === undefined || view.state.doc !== doc) return false;
  view.dispatch({
    changes: fix.changes.map(({ start, end, text: insert }) => ({ from: start, to: end, insert })),
    userEvent: 'input.fix',
  });
  view.focus();
  return true;
}
