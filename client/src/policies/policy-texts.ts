import { relative } from 'node:path';
import { findPolicyFiles, UsageError } from '@vectorgate/policy-schema/cli';
import { records, text } from '../api/read-json.ts';
import { ClientError } from '../errors/client-error.ts';

/** Policies by their paths below their folder, sorted. */
export type PolicyTexts = readonly { readonly path: string; readonly text: string }[];

/** Those of a folder. Throws `ClientError`. */
export async function textsOf(folder: string): Promise<PolicyTexts> {
  try {
    return (await findPolicyFiles([folder]))
      .map((file) => ({ path: relative(folder, file.path).replaceAll('\\', '/'), text: file.text }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new ClientError('policies-unfit', error.message, 'Name the folder of your policies.');
  }
}

/** Those in an answer of the gateway. */
export const textsIn = (answer: Readonly<Record<string, unknown>>): PolicyTexts =>
  records(answer.files).map((file) => ({ path: text(file.path), text: text(file.text) }));
