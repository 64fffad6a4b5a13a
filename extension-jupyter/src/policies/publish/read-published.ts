import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import { findTests } from '../surroundings/find-tests.ts';
import { readSurroundings } from '../surroundings/read-surroundings.ts';
import { readTested, type TestReading } from '../surroundings/read-tested.ts';
import type { ReadFile } from '../worker/policy-messages.ts';
import type { AskedTests } from '../worker/tests/test-jobs.ts';

/** Policies that belong together, with what is checked and tested before they are published. */
export interface PublishedSet {
  /** Their folder, as JupyterLab has it. */
  readonly folder: string;
  readonly files: readonly ReadFile[];
  readonly config: ReadFile | undefined;
  readonly tests: readonly AskedTests[];
}

/** All files on which it depends what is published, and whether it may be. */
export const pathsOf = ({ files, config, tests }: PublishedSet): ReadonlySet<string> =>
  new Set([
    ...files.map(({ path }) => path),
    ...tests.map(({ test }) => test.path),
    ...(config === undefined ? [] : [config.path]),
  ]);

/** Paths as they are published: below the folder, in order. */
export const belowFolder = ({ folder, files }: PublishedSet): readonly ReadFile[] =>
  files
    .map(({ path, text }) => ({ path: folder === '' ? path : PathExt.relative(folder, path), text }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));

/** Reads the policies that belong together with a file, as they are saved. @throws what cannot be read, in words */
export async function readPublished(
  contents: Contents.IManager,
  path: string,
  named: TestReading['named'],
): Promise<PublishedSet> {
  const { surrounding, folder, isAll } = await readSurroundings(contents, path, undefined);
  const found = await findTests(contents, path);
  const asSaved = { contents, named, openText: () => undefined };
  const tests = await Promise.all(found.paths.map((one) => readTested(one, asSaved)));
  if (!isAll || !found.isAll || tests.some((one) => one === undefined))
    throw new Error(
      'Not all policies and tests below the folder of this file can be read, so nothing is published.\nPublish them in a terminal: vectorgate policy publish',
    );
  const { files, config } = surrounding;
  return { folder, files, config, tests: tests.filter((one) => one !== undefined) };
}
