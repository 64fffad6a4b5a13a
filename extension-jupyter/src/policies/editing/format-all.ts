import { changed } from './changed.ts';
import type { PolicyEditor } from './policy-editor.ts';

/** Brings the policy into the one style. @throws what keeps it from that, in words */
export async function formatAll({ view, text, path }: PolicyEditor): Promise<void> {
  const { doc } = view.state;
  const before = doc.toString();
  const formatted = await text.format(before);
  if (!formatted.ok) throw new Error(`${path} is left as it is. ${formatted.why}`);
  if (formatted.text === before || view.state.doc !== doc) return;
  const { from, to, insert } = changed(before, formatted.text);
  view.dispatch({ changes: { from, to, insert }, userEvent: 'input.format' });
}
