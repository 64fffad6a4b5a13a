import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import type { Folders } from '@vectorgate/policy-schema/surroundings';
import { isPolicyPath } from '../is-policy-path.ts';
import type { ReadFile } from '../worker/policy-messages.ts';

/** Most folders and files that are looked at for one policy: each is a request of its own. */
const most = { folders: 100, files: 500 } as const;

type Entry = { readonly name: string; readonly path: string; readonly isFolder: boolean };

interface FoundPaths {
  readonly paths: readonly string[];
  readonly isAll: boolean;
}

/** Policies as they were read. Not all: there are more than are looked through, or some cannot be read. */
export interface ReadPolicies {
  readonly files: readonly ReadFile[];
  readonly isAll: boolean;
}

/** JupyterLab's files, read once: what it holds is as old as it is itself. */
export class ContentsFolders implements Folders {
  private readonly contents: Contents.IManager;
  private readonly drive: string;
  private readonly files = new Map<string, Promise<ReadFile | undefined>>();
  private readonly lists = new Map<string, Promise<readonly Entry[]>>();

  /** `drive` is what stands before the colon in paths; empty for the usual one. */
  constructor(contents: Contents.IManager, drive: string) {
    this.contents = contents;
    this.drive = drive;
  }

  parentOf(path: string): string | undefined {
    return path === '' ? undefined : PathExt.dirname(path);
  }

  nameOf(path: string): string {
    return PathExt.basename(path);
  }

  inside(folder: string, name: string): string {
    return PathExt.join(folder, name);
  }

  async isThere(path: string): Promise<boolean> {
    const list = await this.list(PathExt.dirname(path));
    return list.some((entry) => !entry.isFolder && entry.name === PathExt.basename(path));
  }

  /** The text of a file; undefined where it cannot be read. */
  read(path: string): Promise<ReadFile | undefined> {
    const kept = this.files.get(path);
    if (kept !== undefined) return kept;
    const file = this.readNow(path);
    this.files.set(path, file);
    return file;
  }

  private async readNow(path: string): Promise<ReadFile | undefined> {
    try {
      const { content } = await this.contents.get(this.whole(path), {
        type: 'file',
        format: 'text',
        content: true,
      });
      return typeof content === 'string' ? { path: this.whole(path), text: content } : undefined;
    } catch {
      return undefined;
    }
  }

  /** All policies below a folder, as far as the limits reach, and whether those are all. */
  async policiesBelow(folder: string): Promise<ReadPolicies> {
    return this.readAll(await this.pathsBelow(folder, isPolicyPath));
  }

  /** The files below a folder whose names are wanted, sorted, as far as the limits reach, and whether they reached. */
  async pathsBelow(folder: string, wants: (name: string) => boolean): Promise<FoundPaths> {
    const paths: string[] = [];
    const open = [folder];
    let looked = 0;
    while (open.length > 0 && looked < most.folders && paths.length < most.files) {
      const next = open.splice(0, 8);
      looked += next.length;
      for (const list of await Promise.all(next.map((one) => this.list(one)))) {
        for (const { name, path, isFolder } of list) {
          if (name.startsWith('.')) continue;
          if (isFolder) open.push(path);
          else if (wants(name)) paths.push(path);
        }
      }
    }
    const isAll = open.length === 0 && paths.length <= most.files;
    return { paths: paths.sort().slice(0, most.files), isAll };
  }

  /** The policies that paths name: files, and all below folders. What is not there is left out. */
  async policiesAt(named: readonly string[]): Promise<ReadPolicies> {
    const found = await Promise.all(
      named.map(async (path) =>
        path !== '' && (await this.isThere(path))
          ? { paths: [path], isAll: true }
          : this.pathsBelow(path, isPolicyPath),
      ),
    );
    const paths = [...new Set(found.flatMap((one) => one.paths))].sort();
    return this.readAll({ paths, isAll: found.every(({ isAll }) => isAll) });
  }

  private async readAll({ paths, isAll }: FoundPaths): Promise<ReadPolicies> {
    const read = await Promise.all(paths.map((path) => this.read(path)));
    const files = read.filter((one) => one !== undefined);
    return { files, isAll: isAll && files.length === paths.length };
  }

  /** A path as JupyterLab has it. */
  whole(path: string): string {
    return this.drive === '' ? path : `${this.drive}:${path}`;
  }

  private list(folder: string): Promise<readonly Entry[]> {
    const kept = this.lists.get(folder);
    if (kept !== undefined) return kept;
    const list = this.contents.get(this.whole(folder), { type: 'directory', content: true }).then(
      ({ content }: { content: readonly Contents.IModel[] }) =>
        content.map(({ name, type }) => ({
          name,
          path: PathExt.join(folder, name),
          isFolder: type === 'directory',
        })),
      // What cannot be listed holds nothing for this person.
      () => [],
    );
    this.lists.set(folder, list);
    return list;
  }
}
