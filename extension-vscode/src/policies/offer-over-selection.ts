import {
  type CompletionItem,
  CompletionList,
  type Position,
  Range,
  SnippetString,
  type TextDocument,
  window,
} from 'vscode';

/** What is offered, as a list or not. */
type Found = CompletionItem[] | CompletionList | null | undefined;

/** Whether a place to fill comes with a completion. */
const opens = ({ insertText }: CompletionItem): boolean =>
  insertText instanceof SnippetString && /\$(\{?1\b|\{?0\b)/.test(insertText.value);

/** Shows what fits into the place that a completion brought. */
const offerNext = { title: '', command: 'editor.action.triggerSuggest', arguments: [{ auto: true }] };

/**
 * What is offered, so that the editor leaves nothing out that fits. What is selected is about to be replaced: it says nothing
 * about what is looked for, and the one that stands there already is offered first. A completion that brings places to fill is
 * followed by what fits there.
 */
export function offerOverSelection(document: TextDocument, position: Position, found: Found): Found {
  if (found === null || found === undefined) return found;
  const items = found instanceof CompletionList ? found.items : found;
  for (const item of items) if (opens(item)) item.command = offerNext;
  // In a split the same document shows twice: what is completed is in the editor that has the cursor.
  const editor = [window.activeTextEditor, ...window.visibleTextEditors].find(
    (one) => one?.document === document,
  );
  const selection = editor?.selection;
  if (selection === undefined || selection.isEmpty || !selection.end.isEqual(position)) return found;
  for (const item of items) {
    const start = item.range instanceof Range ? item.range.start : item.range?.inserting.start;
    if (start === undefined || start.isBefore(selection.start)) continue;
    item.filterText = document.getText(new Range(start, position));
    item.preselect = item.label === item.filterText;
  }
  return new CompletionList(items, true);
}
