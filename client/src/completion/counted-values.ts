import type { Facet, SavedSearches, TextKey } from '@vectorgate/policy-schema/records-query';
import { GatewayApi } from '../api/gateway-api.ts';
import { count, records, text } from '../api/read-json.ts';
import { callerToken } from '../command-line/caller-token.ts';
import { chosenGateway } from '../command-line/context.ts';
import { readRecordsQuery } from '../command-line/read-records-query.ts';
import { keptToken } from '../keeper/kept-token.ts';
import type { CountedQuestion } from './asked-of-gateway.ts';

/**
 * What stands in records, counted by the gateway for whoever is signed in: their own records, and with `all` those of others,
 * of which the gateway records that they were looked at. Throws what asking throws.
 */
export async function countedValues(
  { query, all, gateway }: CountedQuestion,
  saved: SavedSearches,
): Promise<readonly Facet[]> {
  const controlUrl = await chosenGateway({ ...(gateway !== undefined && { gateway }) });
  const own = await chosenGateway({}).catch(() => undefined);
  // A workload's token goes to any gateway that a command names; one that somebody has typed so far is no command yet.
  const token = controlUrl === own ? callerToken(controlUrl, { err: () => {} }) : keptToken(controlUrl);
  const api = new GatewayApi(controlUrl, token);
  const found = await api.recordFacets({ query: readRecordsQuery(query, saved), all });
  return records(found.facets).map((facet) => ({
    key: text(facet.key) as TextKey,
    values: records(facet.values).map((value) => ({
      value: text(value.value),
      count: count(value.count),
      ...(text(value.name) !== '' && { name: text(value.name) }),
      ...(value.more === true && { more: true as const }),
    })),
  }));
}
