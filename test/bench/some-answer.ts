import { randomBytes } from 'node:crypto';

/** Hits of a search as JSON, cut to so many bytes; no two are alike. */
export function someAnswer(bytes: number): Buffer {
  const hits: string[] = [];
  for (let length = 0; length < bytes; length += hits.at(-1)!.length + 1) {
    hits.push(
      JSON.stringify({
        id: randomBytes(6).toString('hex'),
        title: `Case ${randomBytes(8).toString('base64')}`,
        product: 'sync-client',
      }),
    );
  }
  return Buffer.from(`[${hits.join()}]`).subarray(0, bytes);
}
