import {
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
  type Completion as Option,
  snippet,
} from '@codemirror/autocomplete';
import type { Completion } from '@vectorgate/policy-schema/language';
import type { PolicyText } from './policy-text.ts';
import { toSnippet } from './to-snippet.ts';

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
    const found = await text.complete(state.doc.toString(), pos);
    const [first] = found;
    if (first === undefined || context.aborted) return null;
    // What is selected is about to be replaced, and says nothing about what is looked for.
    const { from: selected, empty } = state.selection.main;
    const whole = !empty && selected >= first.start;
    return {
      from: first.start,
      to: Math.max(first.end, pos),
      options: found.map((one, index) => toOption(one, index, show)),
      filter: !whole,
      ...(!whole && { validFor: /^[\w.$*-]*$/ }),
    };
  };

/** What CodeMirror lists, and whether a place to fill comes with it, for which a list is shown at once. */
export interface PolicyOption extends Option {
  readonly opens: boolean;
}

function toOption(completion: Completion, index: number, show: ShowMarkdown): PolicyOption {
  const { label, kind, insert, isSnippet, detail, documentation } = completion;
  return {
    label,
    type: kind,
    opens: isSnippet && /\$(\{1:|1)/.test(insert),
    sortText: String(index).padStart(4, '0'),
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && { info: () => show(documentation) }),
    apply: snippet(toSnippet(insert, isSnippet)),
  };
}
