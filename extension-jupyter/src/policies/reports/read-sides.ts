import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import type { PolicyServer } from '../../server/policy-server.ts';
import { ContentsFolders } from '../surroundings/contents-folders.ts';
import { readSurroundings } from '../surroundings/read-surroundings.ts';
import type { AskedSides } from '../worker/analysis/analysis-jobs.ts';
import type { ReadFile } from '../worker/policy-messages.ts';
import type { BaseChoice } from './report-choice.ts';

export interface SidesParts {
  readonly contents: Contents.IManager;
  /** The text of a file that is open. */
  readonly openText: (path: string) => string | undefined;
  /** The policies that the gateway has in force. */
  readonly live: () => Promise<readonly ReadFile[]>;
  /** Absent where the Jupyter server does not have the file. */
  readonly server: PolicyServer | undefined;
}

const byPath = (files: readonly ReadFile[]): readonly ReadFile[] =>
  [...files].sort((a, b) => (a.path < b.path ? -1 : 1));

/** Reads both sides: the policies in force with a file as they are being written, and what they are compared with. */
export async function readSides(path: string, base: BaseChoice, parts: SidesParts): Promise<AskedSides> {
  const { contents, openText, live } = parts;
  const { surrounding, folder, isAll } = await readSurroundings(contents, path, undefined);
  if (!isAll) throw notAll('the folder of these policies');
  const { config } = surrounding;
  const saved = surrounding.files;
  const own = openText(path);
  const known = saved.some((file) => file.path === path);
  const head = byPath([
    ...saved.map((file) => ({ ...file, text: openText(file.path) ?? file.text })),
    // One that was not saved yet is on no disk.
    ...(known || own === undefined ? [] : [{ path, text: own }]),
  ]);
  switch (base.from) {
    case 'record':
      return { head, config };
    case 'saved':
      return { head, config, base: { name: 'what is saved', files: saved } };
    case 'checkpoint': {
      const text = await served(parts.server).checkpoint(contents.localPath(path));
      const files = byPath([...saved.filter((one) => one.path !== path), { path, text }]);
      return { head, config, base: { name: 'what was saved by hand last', files } };
    }
    case 'revision': {
      const found = await served(parts.server).gitFiles(contents.localPath(folder), base.revision);
      const files = found.map((one) => ({ ...one, path: PathExt.join(folder, one.path) }));
      return { head, config, base: { name: base.revision, files: byPath(files) } };
    }
    case 'live':
      return { head, config, base: { name: 'live', files: await live() } };
    case 'other':
      return { ...(await otherSide(path, base.path, head, saved, contents)), config };
  }
}

function served(server: PolicyServer | undefined): PolicyServer {
  if (server !== undefined) return server;
  throw new Error(
    'The Jupyter server does not have this file. Compare with what is saved or another folder.',
  );
}

/** A rule that is left out would be told as one that is gone. */
const notAll = (folder: string): Error =>
  new Error(
    `Not all policies below ${folder} can be read, so nothing can be compared: there are more than 500 files or 100 folders, or one cannot be opened. Put them into a folder called policies.`,
  );

/** Another file stands in the place of this one; another folder in that of all. */
async function otherSide(
  path: string,
  other: string,
  head: readonly ReadFile[],
  saved: readonly ReadFile[],
  contents: Contents.IManager,
): Promise<AskedSides> {
  const folders = new ContentsFolders(contents, contents.driveName(path));
  const file = other === '' || !(await folders.isThere(other)) ? undefined : await folders.read(other);
  if (file !== undefined) {
    const isAside = (one: ReadFile): boolean => one.path !== path && one.path !== file.path;
    return {
      // Beside each other they would be in force together.
      head: head.filter((one) => one.path !== file.path),
      base: { name: other, files: byPath([...saved.filter(isAside), { ...file, path }]) },
    };
  }
  const { files, isAll } = await folders.policiesBelow(other);
  if (!isAll) throw notAll(other === '' ? 'the top folder' : other);
  if (files.length === 0)
    throw new Error(
      `There are no policies in ${other === '' ? 'the top folder' : other}. Name a policy file, or a folder of them.`,
    );
  return { head, base: { name: other === '' ? 'the top folder' : other, files } };
}
