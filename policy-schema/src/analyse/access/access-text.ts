import type { FilterTerm } from '../../compile/compiled-rule.ts';
import type { Scalar } from '../../operation/filter.ts';
import type { Access } from './access.ts';
import type { Bound, Given } from './bound.ts';
import { maskEntryText } from './mask-text.ts';

const scalar = (value: Scalar): string => (typeof value === 'string' ? `"${value}"` : String(value));

export const termText = (term: FilterTerm): string => {
  if (term.is === 'claim') return `${term.field} is your claim ${term.claim}`;
  return term.is === 'eq'
    ? `${term.field} = ${scalar(term.value)}`
    : `${term.field} in ${term.value.map(scalar).join(', ')}`;
};

export const filterText = (terms: readonly FilterTerm[]): string =>
  terms.length === 0 ? 'none' : terms.map(termText).join(' and ');

export const numberText = (value: number): string =>
  value === Infinity ? 'no limit' : value.toLocaleString('en');

export const untilText = (instant: number): string =>
  instant === Infinity ? 'for good' : `until ${new Date(instant).toISOString().replace(':00.000Z', 'Z')}`;

export const conditionText = (when: string | undefined): string =>
  when === undefined ? 'none' : when.replace(/\s+/g, ' ').trim();

export function givenText(given: Given): string {
  const parts = [
    ...(given.topK === Infinity ? [] : [`top-k ${numberText(given.topK)}`]),
    ...(given.page === Infinity ? [] : [`page ${numberText(given.page)}`]),
    ...(given.records === Infinity ? [] : [`records ${numberText(given.records)}`]),
    ...(given.filter.length === 0 ? [] : [`filter ${filterText(given.filter)}`]),
    ...(given.until === Infinity ? [] : [untilText(given.until)]),
    ...(given.when === undefined ? [] : [`when ${conditionText(given.when)}`]),
  ];
  return parts.length === 0 ? 'without limits' : parts.join(', ');
}

export const givenListText = (list: readonly Given[]): string =>
  list.length === 0 ? 'refused' : list.map(givenText).join('; or ');

export const rateText = ({ count, windowSeconds }: Extract<Bound, { is: 'rate' }>): string => {
  const units: Readonly<Record<number, string>> = { 1: 's', 60: 'min', 3600: 'h', 86400: 'day' };
  return `${count}/${units[windowSeconds] ?? `${windowSeconds} s`}`;
};

export const approvalText = ({ approvers }: Extract<Bound, { is: 'approval' }>): string =>
  `approval by ${approvers.join(' or ')}`;

export function boundText(bound: Bound): string {
  switch (bound.is) {
    case 'deny':
      return 'refused';
    case 'filter':
      return `filter ${termText(bound.term)}`;
    case 'limit':
      return `${bound.what === 'topK' ? 'top-k' : bound.what} ${numberText(bound.most)}`;
    case 'lower':
      return `top-k lowered to ${numberText(bound.most)}`;
    case 'mask':
      return maskEntryText(bound.mask);
    case 'rate':
      return rateText(bound);
    case 'approval':
      return approvalText(bound);
  }
}

/** What a newly permitted access is, whole. */
export function accessText(access: Access): string {
  const parts = [
    givenListText(access.given),
    ...(access.filter.length === 0 ? [] : [`filter ${filterText(access.filter)}`]),
    ...(access.lowered === Infinity ? [] : [`top-k lowered to ${numberText(access.lowered)}`]),
    ...access.masks.map(boundText),
    ...access.rates.map(boundText),
    ...access.approvals.map(boundText),
    ...access.conditional.map(({ when, bound }) => `${boundText(bound)} when ${conditionText(when)}`),
  ];
  return parts.join('; ');
}
