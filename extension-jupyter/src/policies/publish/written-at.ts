import type { PolicyTexts, Publication } from '@vectorgate/client/policies-in-page';
import type { PolicyServer } from '../../server/policy-server.ts';

/** Git may change the ends of lines when it checks out. */
const asCommitted = (text: string): string => text.replace(/\r\n/g, '\n');

const isSame = (published: PolicyTexts, committed: PolicyTexts): boolean => {
  const texts = new Map(committed.map(({ path, text }) => [path, asCommitted(text)]));
  return (
    texts.size === published.length &&
    published.every(({ path, text }) => texts.get(path) === asCommitted(text))
  );
};

/**
 * The commit that a folder stands at, whether policies that are published from it differ from that, and who made it;
 * nothing where there is none.
 */
export async function writtenAt(
  server: Pick<PolicyServer, 'gitWritten' | 'gitFiles'>,
  folder: string,
  published: PolicyTexts,
): Promise<Partial<Pick<Publication, 'author' | 'commit'>>> {
  const { commit, author } = await server.gitWritten(folder).catch(() => ({ commit: undefined, author: '' }));
  if (commit === undefined) return {};
  // What cannot be compared is not known to be the same.
  const committed = await server.gitFiles(folder, commit).catch(() => []);
  return { commit: { commit, dirty: !isSame(published, committed) }, ...(author && { author }) };
}
