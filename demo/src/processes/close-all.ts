/**
 * Runs every closer, the last one first, whatever becomes of the others, and leaves the list empty.
 * @throws what the first that failed threw, once all have run
 */
export async function closeAll(closers: (() => Promise<void>)[]): Promise<void> {
  const failed: unknown[] = [];
  for (const closer of closers.splice(0).reverse()) {
    try {
      await closer();
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length > 0) throw failed[0];
}
