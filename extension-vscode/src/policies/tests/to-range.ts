import type { ListedTest } from '@vectorgate/policy-schema/test-answers';
import { Range } from 'vscode';

/** A range of the language server's as the editor's. */
export const toRange = ({ start, end }: ListedTest['range']): Range =>
  new Range(start.line, start.character, end.line, end.character);
