/** Largest document that is read from an issuer, in bytes. */
const largest = 262_144;
const timeout = 5_000;

/** Fetches a small JSON document of an issuer: status 200, no redirect, bounded in size and time. Throws otherwise. */
export async function fetchIssuerDocument(
  url: string,
  signal?: AbortSignal,
): Promise<Record<string, unknown>> {
  const limit = AbortSignal.timeout(timeout);
  const response = await fetch(url, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
  });
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > largest) throw new Error('the document is too large');
    chunks.push(chunk);
  }
  const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('the document is no object');
  return { ...value };
}
