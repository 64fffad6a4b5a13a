import { testOfRecord } from '@vectorgate/policy-schema/test-of-record';
import * as vscode from 'vscode';
import { policyTestLanguage } from '../policies/policy-language.ts';
import { noticeText } from '../words/notice-text.ts';

/** Opens a new document that tests for what was decided of a recorded request. */
export async function makePolicyTest(record: Readonly<Record<string, unknown>>): Promise<void> {
  const made = testOfRecord(record);
  if ('why' in made) {
    void vscode.window.showInformationMessage(noticeText(`VectorGate: ${made.why}`));
    return;
  }
  const document = await vscode.workspace.openTextDocument({
    language: policyTestLanguage,
    content: made.text,
  });
  await vscode.window.showTextDocument(document, { preview: false });
}
