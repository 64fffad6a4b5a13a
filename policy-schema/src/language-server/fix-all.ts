import { type CodeAction, CodeActionKind } from 'vscode-languageserver-types';
import { type Analysis, diagnose, fixesFor, type TextChange } from '../language/index.ts';
import { toEdits } from './conversions.ts';

/** All that nearly everybody means, in one go; of fixes that touch the same place the first. */
export function fixAll(analysis: Analysis, uri: string): CodeAction {
  const chosen: TextChange[] = [];
  for (const diagnostic of diagnose(analysis)) {
    const [first] = fixesFor(analysis, diagnostic);
    if (first?.preferred !== true) continue;
    const meets = first.changes.some((one) =>
      chosen.some(({ start, end }) => one.start <= end && start <= one.end),
    );
    if (!meets) chosen.push(...first.changes);
  }
  return {
    title: 'Fix all that is plain',
    kind: CodeActionKind.SourceFixAll,
    edit: { changes: { [uri]: toEdits(analysis.lines, chosen) } },
  };
}
