import type { Contents } from '@jupyterlab/services';
import { policyRoot } from '@vectorgate/policy-schema/surroundings';
import type { ReadFile } from '../worker/policy-messages.ts';
import type { AskedTests } from '../worker/tests/test-jobs.ts';
import { ContentsFolders } from './contents-folders.ts';

/** What reading a file of tests needs beside JupyterLab's files. */
export interface TestReading {
  readonly contents: Contents.IManager;
  /** What was read of them just now, for several files of tests at once. */
  readonly folders?: ContentsFolders;
  /** The text of a file that is open: what is written counts, saved or not. */
  readonly openText: (path: string) => string | undefined;
  /** The policies that a file of tests names, by their paths from its own folder. */
  readonly named: (text: string) => Promise<readonly string[] | undefined>;
}

/**
 * Reads a file of tests and the policies that it is about: those that it names, else those that belong together with it.
 * Undefined when it is not there, or cannot be read.
 */
export async function readTested(path: string, reading: TestReading): Promise<AskedTests | undefined> {
  const { contents, openText, named } = reading;
  const folders = reading.folders ?? new ContentsFolders(contents, contents.driveName(path));
  const open = openText(path);
  const local = contents.localPath(path);
  const test = open === undefined ? await folders.read(local) : { path, text: open };
  if (test === undefined) return undefined;
  const [root, own] = await Promise.all([policyRoot(local, '', folders), named(test.text)]);
  const here = folders.parentOf(local) ?? '';
  const [{ files, isAll }, config] = await Promise.all([
    own === undefined
      ? folders.policiesBelow(root.folder)
      : folders.policiesAt(own.map((one) => folders.inside(here, one))),
    root.config === undefined ? undefined : folders.read(root.config),
  ]);
  const asItIsOpen = (file: ReadFile): ReadFile => ({ ...file, text: openText(file.path) ?? file.text });
  return { test, files: files.map(asItIsOpen), isAll, config: config && asItIsOpen(config) };
}
