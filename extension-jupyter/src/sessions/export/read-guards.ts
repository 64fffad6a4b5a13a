import type { Contents } from '@jupyterlab/services';
import { isPolicyPath } from '../../policies/is-policy-path.ts';
import type { PolicyTexts } from './export-choice.ts';

type Reading = Pick<Contents.IManager, 'get'>;

/** Paths of the policy files in a folder, by name. */
export async function policiesIn(contents: Reading, folder: string): Promise<readonly string[]> {
  const { content } = await contents.get(folder, { content: true });
  return (content as readonly Contents.IModel[])
    .filter(({ type, path }) => type !== 'directory' && isPolicyPath(path))
    .map(({ path }) => path)
    .sort();
}

/** The texts of a policy file, or of those in a folder. @throws what there is none of, in words */
export async function readGuards(contents: Reading, path: string): Promise<PolicyTexts> {
  const { type } = await contents.get(path, { content: false });
  const paths = type === 'directory' ? await policiesIn(contents, path) : [path];
  if (paths.length === 0)
    throw new Error(`nothing is exported: ${path} holds no policy file. Their names end in .policy.yaml.`);
  const folder = type === 'directory' ? path : path.split('/').slice(0, -1).join('/');
  return Promise.all(
    paths.map(async (one) => ({
      path: folder === '' ? one : one.slice(folder.length + 1),
      text: String((await contents.get(one, { type: 'file', format: 'text', content: true })).content),
    })),
  );
}
