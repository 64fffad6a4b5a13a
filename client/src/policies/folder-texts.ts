import { relative } from 'node:path';
import { findPolicyFiles, UsageError } from '@vectorgate/policy-schema/cli';
import { ClientError } from '../errors/client-error.ts';
import type { PolicyTexts } from './policy-texts.ts';

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
