import { contentTerms, readQuery } from '@vectorgate/policy-schema/records-query';
import type { StoredRecord } from './shown-record.ts';

/**
 * Whether a record is of a look that was about what stands in requests. One whose query cannot be read may be: its language may
 * have been another then.
 */
export function lookedIntoContent({ header, parts }: StoredRecord): boolean {
  if (header.reviewed === undefined || parts.request === undefined) return false;
  try {
    const { query } = JSON.parse(parts.request.toString()) as { readonly query?: string };
    return query !== undefined && contentTerms(readQuery(query)).length > 0;
  } catch {
    return true;
  }
}
