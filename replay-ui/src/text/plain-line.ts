import { cutText } from './cut-text.ts';
import { visibleLine } from './visible-text.ts';

/**
 * One line for an editor's own views, whatever the text holds: what would hide, reorder or command is shown as a stand-in,
 * line breaks are blanks, and of a long text its beginning stands. Names and values come from a gateway, a record or a file.
 */
export function plainLine(text: string, most = 300): string {
  const { shown, left } = cutText(text, most);
  return `${visibleLine(shown)}${left === 0 ? '' : '…'}`;
}
