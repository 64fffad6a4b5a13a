import { SegmentReader } from './segment-reader.ts';

/**
 * Reads segments and closes their files, however reading ends. What it throws counts for more than a file that cannot be closed, which
 * is told only where all was read.
 */
export async function readSegments<Answer>(
  folder: string,
  read: (reader: SegmentReader) => Promise<Answer>,
): Promise<Answer> {
  const reader = new SegmentReader(folder);
  let answer: Answer;
  try {
    answer = await read(reader);
  } catch (error) {
    await reader.close().catch(() => undefined);
    throw error;
  }
  await reader.close();
  return answer;
}
