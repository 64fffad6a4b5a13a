import type { Term } from '../regions/cover.ts';
import { placeParts } from '../regions/place-cases.ts';

/** How much a reader wants to know an answer: the least is left out first. */
export function placeWorth(question: string, answer: string): number {
  const isScope = question.endsWith(' scope');
  if (isScope) return answer === 'one' ? 0 : 5_000;
  if (answer === 'unknown') return 1;
  // Of two patterns that hold the shorter one says more at once.
  return answer === 'no' ? 2 : 1_000 - question.length;
}

/** Whether a term is only about all of something at once, or about what cannot be told. */
export const isEdgePlace = (term: Term): boolean =>
  placeParts.some(
    (part) => ['every', 'unresolved'].includes(term.get(`${part} scope`) ?? '') || hasUnknown(term, part),
  );

const hasUnknown = (term: Term, part: string): boolean =>
  [...term].some(([question, answer]) => question.startsWith(`${part} `) && answer === 'unknown');

/** A term as somebody says it: `customer-* but not customer-cases`. */
export function placeText(term: Term): string {
  const said: string[] = [];
  for (const part of [...placeParts].reverse()) {
    const own = [...term].filter(([question]) => question.startsWith(`${part} `));
    if (own.length === 0) continue;
    const prefix = part === 'collection' ? '' : `${part} `;
    const scope = term.get(`${part} scope`);
    if (scope === 'none') said.push(`no ${part}`);
    else if (scope === 'every') said.push(`all ${part}s at once`);
    else if (scope === 'unresolved' || hasUnknown(term, part)) said.push(`a ${part} that cannot be told`);
    else {
      const named = (answer: string): string[] =>
        own.flatMap(([question, own]) =>
          own === answer && !question.endsWith(' scope') ? [question.slice(part.length + 1)] : [],
        );
      const [yes, not] = [named('yes'), named('no')];
      const but = not.length === 0 ? '' : ` but not ${not.join(', ')}`;
      said.push(
        yes.length === 0
          ? `every ${part}${but.replace(' not ', ' ')}`
          : `${prefix}${yes.join(' and ')}${but}`,
      );
    }
  }
  return said.length === 0 ? 'everywhere' : said.join(', ');
}
