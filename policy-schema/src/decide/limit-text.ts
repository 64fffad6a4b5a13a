import type { Operation } from '../operation/operation.ts';
import type { ExceededLimit } from './exceeded-limit.ts';

/** An exceeded limit for the caller: why, and what to do beside asking. */
export function limitText(
  { kind, limit }: ExceededLimit,
  operation: Operation,
  records: number,
): { readonly why: string; readonly remedy: string } {
  if (kind === 'records') {
    return {
      why: `${records} records in one request are above your limit of ${limit}`,
      remedy: 'or send fewer at a time',
    };
  }
  const asked = kind === 'topK' ? operation.topK : operation.page;
  const name = asked?.name ?? 'limit';
  if (asked === undefined || !Number.isFinite(asked.value)) {
    return {
      why: `${name} is not given, and your limit is ${limit}`,
      remedy: `or set ${name} to at most ${limit}`,
    };
  }
  const counted = kind === 'topK' && (operation.offset ?? 0) > 0 ? ', its offset counted,' : '';
  const assumed = asked.given ? '' : ', the store’s default,';
  return {
    why: `${name} ${asked.value}${counted}${assumed} is above your limit of ${limit}`,
    remedy: `or lower ${name}`,
  };
}
