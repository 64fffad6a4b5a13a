import type { Analysis } from '../analyse.ts';
import { ruleNodes } from './rule-at.ts';
import type { RuleWindow } from './rule-window.ts';

/** The same as `ruleWindow`, for JSON: what stands behind the rule is left out, and is not closed. */
export function jsonWindow(analysis: Analysis, offset: number): RuleWindow {
  const { text } = analysis.file;
  const starts = ruleNodes(analysis).map(({ start }) => start);
  const [first] = starts;
  const at = starts.findLastIndex((start) => start <= offset);
  if (first === undefined || at === -1) return { text, skipped: 0 };
  const begin = starts[at]!;
  return { text: text.slice(0, first) + text.slice(begin, starts[at + 1]), skipped: begin - first };
}
