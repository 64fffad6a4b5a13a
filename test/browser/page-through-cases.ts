import assert from 'node:assert/strict';
import type { OpenDemo } from '@vectorgate/demo';
import { signIn } from '../harness/sign-in.ts';
import { collections } from '../harness/store-collection.ts';

/** Ana reads the demo's cases through the gate, once for each of these limits. */
export async function pageThroughCases(
  { controlUrl, dataUrl }: Pick<OpenDemo, 'controlUrl' | 'dataUrl'>,
  limits: readonly number[],
): Promise<void> {
  const { accessToken } = await signIn(controlUrl, 'ana');
  const ask = (path: string, body?: unknown): Promise<Response> =>
    fetch(`${dataUrl}${collections}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'vectorgate-upstream': 'chroma.internal:8000',
        'vectorgate-token': accessToken,
        'content-type': 'application/json',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const { id } = (await (await ask('/customer-cases')).json()) as { id: string };
  for (const limit of limits) {
    const found = await ask(`/${id}/get`, { limit });
    assert.equal(found.status, 200, await found.text());
  }
}
