import type { Rule } from '../../schema/rule-schema.ts';
import { filterMeaning, limitMeaning, maskMeaning } from './obligation-meaning.ts';
import { operationsMeaning } from './operations-meaning.ts';
import { namesOf, placesOf } from './selector-meaning.ts';
import { upperFirst } from './spoken.ts';

/** What a rule means, in one plain sentence. */
export function ruleMeaning(rule: Rule): string {
  const who = namesOf(rule.principals);
  const what = operationsMeaning(rule.operations);
  const where = placesOf(rule.resources);
  const watched = rule.mode === 'monitor' ? ' (only watched, not in force)' : '';
  const when = rule.when === undefined ? '' : ', when its condition holds';
  switch (rule.effect) {
    case 'allow': {
      const only = rule.require === undefined ? '' : `, only ${filterMeaning(rule.require.filter)}`;
      const limits = limitMeaning(rule.limits);
      const until =
        rule.expires === undefined ? '' : `, until ${rule.expires.slice(0, 16).replace('T', ' ')}`;
      return `${upperFirst(who)} may ${what} ${where}${limits === '' ? '' : `, ${limits}`}${only}${when}${until}${watched}.`;
    }
    case 'deny':
      return `${upperFirst(who === 'everybody' ? 'nobody' : who)} may ${who === 'everybody' ? '' : 'not '}${what} ${where}${when}${watched}.`;
    case 'guard':
    case 'require-approval': {
      const parts = [
        ...(rule.require === undefined ? [] : [`only ${filterMeaning(rule.require.filter)}`]),
        ...(rule.limits === undefined ? [] : [limitMeaning(rule.limits)]),
        ...(rule.mask ?? []).map(maskMeaning),
      ];
      if (rule.effect === 'require-approval') {
        const { approvers, count = 1 } = rule.approval;
        const by = namesOf(approvers);
        parts.unshift(`approval by ${count === 1 ? by : `${count} of ${by}`} first`);
      }
      return `For ${who}, whenever they ${what} ${where}${when}: ${parts.join('; ')}${watched}.`;
    }
  }
}
