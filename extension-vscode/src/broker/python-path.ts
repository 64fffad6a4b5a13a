import { delimiter } from 'node:path';

/** PYTHONPATH with the shim's folder in front, once. */
export function withShim(folder: string, pythonPath: string | undefined): string {
  const others = (pythonPath ?? '').split(delimiter).filter((entry) => entry !== '' && entry !== folder);
  return [folder, ...others].join(delimiter);
}

/** PYTHONPATH without the shim's folder; undefined when nothing is left. */
export function withoutShim(folder: string, pythonPath: string | undefined): string | undefined {
  const others = (pythonPath ?? '').split(delimiter).filter((entry) => entry !== '' && entry !== folder);
  return others.length === 0 ? undefined : others.join(delimiter);
}
