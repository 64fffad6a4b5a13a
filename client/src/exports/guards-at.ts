import { basename } from 'node:path';
import { textsOf } from '../policies/folder-texts.ts';
import type { PolicyTexts } from '../policies/policy-texts.ts';

/** The policies of a folder, or of one file under its own name, for an extract. Throws `ClientError`. */
export const guardsAt = async (place: string): Promise<PolicyTexts> =>
  (await textsOf(place)).map((file) => (file.path === '' ? { ...file, path: basename(place) } : file));
