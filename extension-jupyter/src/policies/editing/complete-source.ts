import {
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
  insertCompletionText,
  type Completion as Option,
  pickedCompletion,
  snippet,
} from '@codemirror/autocomplete';
import type { Completion } from '@vectorgate/policy-schema/language';
import type { PolicyText } from './policy-text.ts';
import { toSnippet } from './to-snippet.ts';
import { toldOf } from './told-of.ts';

/** Shows Markdown. */
export type ShowMarkdown = (markdown: string) => Promise<HTMLElement>;

/** After these, and behind a blank that something stands in front of, a list comes without being asked for. */
const begins = /[\w.$"[{,-]$|\S +$/;

/** Completions of policies, as CodeMirror asks for them. */
export const completeSource =
  (text: PolicyText, show: ShowMarkdown): CompletionSource =>
  async (context: CompletionContext): Promise<CompletionResult | null> => {
    const { state, pos, explicit } = context;
    const line = state.doc.lineAt(pos);
    if (!explicit && !begins.test(line.text.slice(0, pos - line.from))) return null;
    // What is selected is about to be replaced, and says nothing about what is looked for.
    const { from: selected, to: until, empty } = state.selection.main;
    const found = await text.complete(toldOf(state.doc), empty ? pos : until);
    const [first] = found;
    if (first === undefined || context.aborted) return null;
    const whole = !empty && selected >= first.start;
    // Nor is a suggestion that stands there already the worst choice.
    const word = state.sliceDoc(first.start, first.end);
    const ordered = whole
      ? [...found].sort((a, b) => Number(b.label === word) - Number(a.label === word))
      : found;
    // What stands behind the cursor is replaced too, but is nothing that was looked for.
    const behind = Math.max(0, first.end - pos);
    return {
      from: first.start,
      options: ordered.map((one, index) => toOption(one, index, first.start, behind, show)),
      filter: !whole,
      ...(!whole && { validFor: /^"?[\w.$*-]*$/ }),
    };
  };

/** What CodeMirror lists, and whether a place to fill comes with it, for which a list is shown at once. */
export interface PolicyOption extends Option {
  readonly opens: boolean;
}

function toOption(
  completion: Completion,
  index: number,
  first: number,
  behind: number,
  show: ShowMarkdown,
): PolicyOption {
  const { label, kind, insert, isSnippet, detail, documentation, filter, start } = completion;
  return {
    label: filter ?? label,
    ...(filter !== undefined && { displayLabel: label }),
    type: kind,
    opens: isSnippet && /\$(\{1:|1)/.test(insert),
    sortText: String(index).padStart(4, '0'),
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && { info: () => show(documentation) }),
    apply: (view, option, at, end) => {
      // What begins further to the left takes the blanks between away, by which its further lines would be indented.
      if (start < first) view.dispatch({ changes: { from: at - (first - start), to: at } });
      const [from, to] = [at - Math.max(0, first - start), end - Math.max(0, first - start)];
      // A plain text is written at every place of the same name; a snippet brings places of its own.
      if (isSnippet || insert.includes('\n'))
        snippet(toSnippet(insert, isSnippet))(view, option, from, to + behind);
      else
        view.dispatch(insertCompletionText(view.state, insert, from, to + behind), {
          annotations: pickedCompletion.of(option),
        });
    },
  };
}
