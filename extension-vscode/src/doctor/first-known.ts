/** The first answer of those asked in turn. Who throws or has none is passed over. */
export async function firstKnown(
  sources: readonly (() => PromiseLike<string | undefined> | string | undefined)[],
): Promise<string | undefined> {
  for (const ask of sources) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== '') return answer;
    } catch {
      // Another extension's trouble; the next one may know.
    }
  }
  return undefined;
}
