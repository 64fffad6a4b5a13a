import { isScalar } from 'yaml';
import type { Analysis } from '../analyse.ts';
import type { Fix, PolicyDiagnostic } from '../diagnose/policy-diagnostic.ts';
import { ruleAt } from '../document/rule-at.ts';
import { ruleNode } from '../document/rule-node.ts';

const habits: readonly (readonly [form: RegExp, written: string, title: string])[] = [
  [/\band\b/g, '&&', 'Write && for and'],
  [/\bor\b/g, '||', 'Write || for or'],
  [/\bnot\s+/g, '!', 'Write ! for not'],
  [/(?<![=!<>])=(?!=)/g, '==', 'Write == for ='],
  [/===/g, '==', 'Write == for ==='],
  [/<>/g, '!=', 'Write != for <>'],
];

/** Fixes of conditions that were written as in another language. */
export function conditionFixes(analysis: Analysis, { code, start }: PolicyDiagnostic): Fix[] {
  if (code !== 'when-syntax') return [];
  const rule = ruleAt(analysis, start);
  const node = rule && ruleNode(rule, 'when');
  if (!isScalar(node) || !node.range) return [];
  const [from, to] = node.range;
  const written = analysis.file.text.slice(from, to);
  return habits.flatMap(([form, word, title]) => {
    // Words inside quotes mean themselves.
    const hidden = written.replace(/\\?"[^"\\]*\\?"/g, (text) => '.'.repeat(text.length));
    const changes = [...hidden.matchAll(form)].map(({ 0: found, index }) => ({
      start: from + index,
      end: from + index + found.length,
      text: word,
    }));
    return changes.length === 0 ? [] : [{ title, changes, preferred: true }];
  });
}
