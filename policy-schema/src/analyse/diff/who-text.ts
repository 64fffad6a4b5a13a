import type { Facts, Term } from '../regions/cover.ts';

const another = '\u0000another';

const parts = (question: string): [kind: string, rest: string] => {
  const space = question.indexOf(' ');
  return [question.slice(0, space), question.slice(space + 1)];
};

/** How much a reader wants to know an answer: the least is left out first. */
export function whoWorth(question: string, answer: string): number {
  if (question === 'groups known') return answer === 'no' ? 9 : 0;
  if (question === 'people') return 1;
  const [kind] = parts(question);
  if (kind === 'subject') return answer === 'no' ? 2 : 7;
  if (kind === 'group') return answer === 'no' ? 3 : 8;
  if (kind === 'claim') return answer === 'other' || answer === 'absent' ? 4 : 6;
  return 5;
}

/** Those first whom readers think of: groups known, in few of them. */
export const whoOrder = (a: Facts, b: Facts): number => rank(a) - rank(b);

const rank = (facts: Facts): number => {
  let sum = facts.get('groups known') === 'no' ? 1_000 : 0;
  for (const [question, answer] of facts) {
    if (question.startsWith('group ') && answer === 'yes') sum += 1;
    if (question.startsWith('claim ') && answer === 'absent') sum += 100;
    if (question.startsWith('subject ') && answer === 'service') sum += 10;
  }
  return sum;
};

/** Whether a term is only about callers whose groups are not all known. */
export const isEdgeWho = (term: Term): boolean => term.get('groups known') === 'no';

const listed = (rest: string): string => rest.split('\u0000').join(' or ');

/** A term as somebody says it: `analysts, not in auditors`. */
export function whoText(term: Term): string {
  const said: string[] = [];
  const but: string[] = [];
  let issuer: string | undefined;
  for (const [question, answer] of term) {
    const [kind, rest] = parts(question);
    if (question === 'groups known') {
      // That they are known is the rule, and goes without saying.
      if (answer === 'no') but.push('groups not all known');
    } else if (kind === 'group') {
      if (answer === 'yes') said.push(listed(rest));
      else but.push(`not in ${listed(rest)}`);
    } else if (kind === 'subject') {
      if (answer === 'no') but.push(`not ${listed(rest)}`);
      else said.push(answer === 'service' ? `service ${listed(rest)}` : listed(rest));
    } else if (kind === 'claim') {
      but.push(
        answer === 'absent'
          ? `without a claim ${rest}`
          : answer === 'other'
            ? `another ${rest}`
            : `${rest} ${answer}`,
      );
    } else if (question === 'issuer') issuer = answer;
    else if (question === 'people' && answer !== '') but.push(`where ${answer} is the issuer of bare names`);
  }
  const named = said.length > 0 ? said.sort().join(' and ') : everybodyOf(issuer);
  return [named, ...but.sort()].join(', ');
}

const everybodyOf = (issuer: string | undefined): string => {
  if (issuer === undefined) return 'everybody';
  if (issuer === '') return 'everybody who signs in';
  return issuer === another ? 'everybody of other issuers' : `everybody of ${issuer}`;
};
