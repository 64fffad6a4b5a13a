import type { Amount, QueryTerm, RecordsQuery, TextPattern } from './records-query.ts';

const plain = /^[^\s",*]+$/;
const quoted = (part: string): string => `"${part.replace(/["\\]/g, '\\$&')}"`;

/** A value as it is written in a query: what would be read otherwise stands in quotes. */
export const printPattern = (parts: TextPattern): string => {
  const printed = parts.map((part) => (part === '' || plain.test(part) ? part : quoted(part))).join('*');
  return printed === '' ? '""' : printed;
};

const printAmount = (amount: Amount, unit: string): string =>
  amount.is === '..'
    ? `${amount.from}${unit}..${amount.to}${unit}`
    : `${amount.is === '=' ? '' : amount.is}${amount.value}${unit}`;

/** One term as it is written. */
export function printTerm(term: QueryTerm): string {
  const head = `${term.not ? '-' : ''}${term.key}:`;
  if (term.kind === 'text' || term.kind === 'content') return head + term.any.map(printPattern).join(',');
  if (term.kind === 'time') return head + term.at;
  const unit = term.key === 'latency' ? 'ms' : 'b';
  return head + term.any.map((amount) => printAmount(amount, unit)).join(',');
}

/** A query as text; read again it is the same. */
export const printQuery = ({ terms }: RecordsQuery): string => terms.map(printTerm).join(' ');
