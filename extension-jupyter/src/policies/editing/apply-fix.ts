import type { EditorView } from '@codemirror/view';
import type { PolicyText } from './policy-text.ts';

/** A fix by what it is about: its diagnostic's code and place, and its own title. */
export interface FixName {
  readonly code: string;
  readonly from: number;
  readonly title: string;
}

/** Applies a fix to what is written now, which may be more than what it was found in. Resolves to whether it is there still. */
export async function applyFix(view: EditorView, text: PolicyText, name: FixName): Promise<boolean> {
  const { doc } = view.state;
  const { diagnostics } = await text.look(doc.toString());
  const fix = diagnostics
    .filter(({ code, start }) => code === name.code && start === name.from)
    .flatMap(({ fixes }) => fixes)
    .find(({ title }) => title === name.title);
  if (fix === undefined || view.state.doc !== doc) return false;
  view.dispatch({
    changes: fix.changes.map(({ start, end, text: insert }) => ({ from: start, to: end, insert })),
    userEvent: 'input.fix',
  });
  view.focus();
  return true;
}
