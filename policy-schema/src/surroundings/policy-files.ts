import type { Folders } from './policy-root.ts';

/** The files around policies, whatever holds them. What cannot be read rejects with a `UsageError` that says so. */
export interface PolicyFiles extends Folders {
  /** The text of a file. */
  read(path: string): Promise<string>;
  /** Paths of all policies below a folder, sorted. */
  policiesBelow(folder: string): Promise<readonly string[]>;
  /** Paths of the policies named: files, and all below folders; sorted, each once. */
  policiesAt(paths: readonly string[]): Promise<readonly string[]>;
}
