import { snippet } from '@codemirror/autocomplete';
import type { PolicyEditor } from './policy-editor.ts';
import { toSnippet } from './to-snippet.ts';

/** Writes the beginning of a policy into an empty file. */
export async function beginPolicy({ view, text }: PolicyEditor): Promise<void> {
  const [first] = await text.complete('', 0);
  if (first === undefined || view.state.doc.length > 0) return;
  view.focus();
  snippet(toSnippet(first.insert, first.isSnippet))(view, null, 0, 0);
}
