import { isSnapshotFile } from '../language/index.ts';
import { isPolicy, pathsBelow } from './policy-paths.ts';

/** Paths of all policies below a folder, and of all snapshots of what exists (`*.catalogue.yaml`, `.yml`, `.json`). */
export const languagePaths = (folder: string): Promise<string[]> =>
  pathsBelow(folder, (name) => isPolicy(name) || isSnapshotFile(name));
