import type { MaskEntry } from '../../schema/mask-schema.ts';
import type { GuardRule } from '../../schema/rule-schema.ts';
import { spoken, spokenShort } from './spoken.ts';

type Filter = NonNullable<GuardRule['require']>['filter'];
type Limits = NonNullable<GuardRule['limits']>;

/** What records a filter leaves. */
export const filterMeaning = (filter: Filter): string =>
  `records whose ${spoken(
    Object.entries(filter).map(([field, is]) => {
      if (Array.isArray(is)) return `${field} is ${spokenShort(is.map(String), 'or')}`;
      return typeof is === 'object'
        ? `${field} is their claim ${(is as { claim: string }).claim}`
        : `${field} is ${String(is)}`;
    }),
  )}`;

/** What limits allow. */
export function limitMeaning(limits: Limits | undefined): string {
  if (limits === undefined) return '';
  const parts = [
    limits.topK === undefined
      ? []
      : [`top ${limits.topK}${limits.onExceed === 'lower' ? ' (more is lowered to it)' : ''}`],
    limits.page === undefined ? [] : [`pages of at most ${limits.page}`],
    limits.records === undefined ? [] : [`at most ${limits.records} items a request`],
    limits.rate === undefined ? [] : [`at most ${limits.rate.replace('/', ' operations per ')}`],
  ].flat();
  return parts.join(', ');
}

const done: Readonly<Record<MaskEntry['method'], string>> = {
  redact: 'redacted',
  partial: 'partly hidden',
  hash: 'hashed',
  tokenize: 'replaced by a token',
  nullify: 'emptied',
  drop: 'left out',
};

/** What a mask does. */
export function maskMeaning(entry: MaskEntry): string {
  const kept = [
    entry.keepFirst === undefined ? [] : [`first ${entry.keepFirst}`],
    entry.keepLast === undefined ? [] : [`last ${entry.keepLast}`],
  ].flat();
  const fields =
    entry.fields === 'all'
      ? `all fields${entry.except === undefined ? '' : ` but ${spokenShort(entry.except)}`}`
      : spokenShort(entry.fields);
  const what = entry.detectors === undefined ? fields : `${spokenShort(entry.detectors)} in ${fields}`;
  return `${what} ${done[entry.method]}${kept.length === 0 ? '' : ` (${spoken(kept)} characters stay)`}`;
}
