import type { RecordsSource } from '../log/records-source.ts';

/** A file of text; undefined when it is not there. What is no UTF-8 reads as U+FFFD, which nothing here takes. */
export async function readText(
  source: RecordsSource,
  folder: string,
  name: string,
): Promise<string | undefined> {
  if (!(await source.list(folder)).includes(name)) return undefined;
  const path = `${folder}/${name}`;
  return new TextDecoder().decode(await source.read(path, 0, await source.size(path)));
}
