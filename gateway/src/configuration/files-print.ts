import { stat } from 'node:fs/promises';

/** A cheap print of files, links followed: it changes whenever one is written, replaced, removed or put in place. */
export async function filesPrint(files: readonly string[]): Promise<string> {
  const prints = await Promise.all(
    files.map(async (file) => {
      try {
        const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
        return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
      } catch (error) {
        return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      }
    }),
  );
  return prints.join('\n');
}
