import { explain } from './explained.ts';
import { explainAt } from './hover-source.ts';
import type { PolicyEditor } from './policy-editor.ts';

/** Shows what stands at the cursor, in words. */
export async function explainHere({ view, text, show }: PolicyEditor): Promise<void> {
  const tooltip = await explainAt(view, view.state.selection.main.head, text, show);
  view.dispatch({ effects: explain.of(tooltip) });
}
