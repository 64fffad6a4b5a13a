import type { Analysis } from '../analyse.ts';
import { nameOfFile } from '../complete/document-template.ts';
import type { Fix } from '../diagnose/policy-diagnostic.ts';
import { nextLine, startOfLine } from './places.ts';

/** What is to be done about an empty document: begin a policy, or take away the line that makes one document too many. */
export function beginDocument({ file: { path, text } }: Analysis, start: number, message: string): Fix[] {
  if (message.includes('---')) {
    const mark = text.slice(0, start + 3).lastIndexOf('\n---');
    const at = mark === -1 ? startOfLine(text, start) : mark + 1;
    return text.startsWith('---', at)
      ? [{ title: 'Remove the surplus ---', changes: [{ start: at, end: nextLine(text, at), text: '' }] }]
      : [];
  }
  const name = nameOfFile(path) ?? 'policy';
  const begun = path.endsWith('.json')
    ? `${JSON.stringify({ apiVersion: 'vectorgate/v1', kind: 'Policy', metadata: { name }, spec: { rules: [] } }, null, 2)}\n`
    : `apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: ${name} }\nspec:\n  rules: []\n`;
  const at = text.length;
  const line = at > 0 && !text.endsWith('\n') ? '\n' : '';
  return [{ title: 'Begin a policy', changes: [{ start: at, end: at, text: line + begun }] }];
}
