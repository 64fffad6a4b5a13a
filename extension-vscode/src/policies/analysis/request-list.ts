import { listedText, olderText, type ReportRow } from '@vectorgate/policy-schema/analyse';
import type { QuickPickItem } from 'vscode';
import { labelText } from '../../words/label-text.ts';

/** A recorded request, to be chosen from a list. */
export interface RequestChoice extends QuickPickItem {
  readonly record: string;
  readonly session: string;
}

/** The requests that a change meets, as an editor lists them. */
export interface RequestList {
  readonly title: string;
  readonly placeHolder: string;
  readonly choices: readonly RequestChoice[];
}

/** All requests of a row that were kept, the latest first. What names them comes from records: nothing of it is an icon. */
export function requestList(row: ReportRow): RequestList {
  const what = row.changes.map(({ kind, text }) => `${kind} ${text}`).join('; ');
  const older = olderText(row);
  return {
    title: labelText(`${row.heading}: ${what}`),
    placeHolder: `${listedText(row) ?? 'all of them'}; one that is chosen opens in its session${older === undefined ? '' : `. ${older}`}`,
    choices: row.examples.map(({ record, session, text }) => ({
      label: labelText(text),
      description: record,
      record,
      session,
    })),
  };
}
