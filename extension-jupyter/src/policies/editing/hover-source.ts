import type { EditorView, HoverTooltipSource, Tooltip } from '@codemirror/view';
import type { ShowMarkdown } from './complete-source.ts';
import type { PolicyText } from './policy-text.ts';
import { toldOf } from './told-of.ts';

/** What stands at a place, in words; nothing where there is nothing to say. */
export async function explainAt(
  view: EditorView,
  pos: number,
  text: PolicyText,
  show: ShowMarkdown,
): Promise<Tooltip | null> {
  const { doc } = view.state;
  const found = await text.hover(toldOf(doc), pos);
  if (found === undefined || view.state.doc !== doc) return null;
  const dom = await show(found.markdown);
  dom.classList.add('vg-policy-hover');
  return { pos: found.start, end: found.end, above: true, create: () => ({ dom }) };
}

/** The same for the mouse. */
export const hoverSource =
  (text: PolicyText, show: ShowMarkdown): HoverTooltipSource =>
  (view, pos) =>
    explainAt(view, pos, text, show).catch(() => null);
