import { delimiter } from 'node:path';

/** PYTHONPATH with the shim's folder in front, once. */
export function withShim(folder: string, pythonPath = ''): string {
  const others = pythonPath.split(delimiter).filter((entry) => entry !== '' && entry !== folder);
  return [folder, ...others].join(delimiter);
}
