import { DemoError, type StoreKind } from '@vectorgate/demo';
import { isRecord } from './told.ts';

const address = (chroma: string, tenant: string): string =>
  `${chroma}/api/v2/tenants/${tenant}/databases/default_database/collections`;

/** Ids of a tenant's collections by name, asked of the store itself. */
async function idsOf(chroma: string, tenant: string): Promise<ReadonlyMap<string, string>> {
  const listed: unknown = await (await fetch(address(chroma, tenant))).json();
  if (!Array.isArray(listed))
    throw new DemoError(`Chroma does not list the collections of ${tenant}.`, 'Look at its log.');
  return new Map(listed.filter(isRecord).map(({ name, id }) => [String(name), String(id)]));
}

/** Ids that nobody may use by knowing them: those of both collections, and that of the other tenant's. */
export async function storedIds(chroma: string): Promise<Readonly<Record<string, string>>> {
  const own = await idsOf(chroma, 'default_tenant');
  const other = await idsOf(chroma, 'globex-eu');
  return { ...Object.fromEntries(own), 'globex-eu': other.get('customer-cases') ?? '' };
}

/** How many cases Chroma holds, asked of the store itself. */
async function countInChroma(url: string): Promise<number> {
  const id = (await idsOf(url, 'default_tenant')).get('customer-cases');
  return Number(await (await fetch(`${address(url, 'default_tenant')}/${id}/count`)).json());
}

async function countInQdrant(url: string): Promise<number> {
  const answer = await fetch(`${url}/collections/customer-cases/points/count`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"exact":true}',
  });
  const said: unknown = await answer.json();
  return isRecord(said) && isRecord(said.result) ? Number(said.result.count) : Number.NaN;
}

/** How many cases the store holds, asked of itself. */
export const storedCount = (store: StoreKind, url: string): Promise<number> =>
  store === 'qdrant' ? countInQdrant(url) : countInChroma(url);
