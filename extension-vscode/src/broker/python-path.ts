import { delimiter } from 'node:path';

const withoutFolder = (folder: string, pythonPath = ''): readonly string[] =>
  pythonPath.split(delimiter).filter((entry) => entry !== '' && entry !== folder);

/** PYTHONPATH with the shim's folder in front, once. */
export function withShim(folder: string, pythonPath: string | undefined): string {
  return [folder, ...withoutFolder(folder, pythonPath)].join(delimiter);
}

/** PYTHONPATH without the shim's folder; undefined when nothing is left. */
export function withoutShim(folder: string, pythonPath: string | undefined): string | undefined {
  const others = withoutFolder(folder, pythonPath);
  return others.length === 0 ? undefined : others.join(delimiter);
}
