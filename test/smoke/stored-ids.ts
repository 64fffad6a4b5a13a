import { DemoError } from '@vectorgate/demo';
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

/** How many records a collection holds, asked of the store itself. */
export async function storedCount(chroma: string, id: string): Promise<number> {
  return Number(await (await fetch(`${address(chroma, 'default_tenant')}/${id}/count`)).json());
}
