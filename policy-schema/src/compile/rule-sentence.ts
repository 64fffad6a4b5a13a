import type { Rule } from '../schema/rule-schema.ts';

const spoken = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** What a rule does when it applies, one sentence without any literal of it but the numbers of limits. */
export function ruleSentence(rule: Rule): string {
  const parts: string[] = [];
  if (rule.effect === 'allow') parts.push(`permits ${spoken(rule.operations)}`);
  if (rule.effect === 'deny') parts.push('denies it');
  if (rule.effect === 'require-approval') parts.push('asks for an approval');
  if (rule.effect !== 'deny') {
    const { limits, require } = rule;
    if (require !== undefined)
      parts.push(`demands a filter on ${spoken(Object.keys(require.filter).sort())}`);
    const numbers = [
      limits?.topK === undefined ? [] : [`top-k at most ${limits.topK}`],
      limits?.page === undefined ? [] : [`a page at most ${limits.page}`],
      limits?.records === undefined ? [] : [`records at most ${limits.records}`],
      limits !== undefined && 'rate' in limits && limits.rate !== undefined ? [`at most ${limits.rate}`] : [],
    ].flat();
    if (numbers.length > 0) parts.push(`limits to ${numbers.join(', ')}`);
  }
  if ('mask' in rule && rule.mask !== undefined) {
    const fields = rule.mask.flatMap((entry) => (entry.fields === 'all' ? ['all fields'] : entry.fields));
    parts.push(`masks ${spoken([...new Set(fields)])}`);
  }
  return `Rule ${rule.id} ${parts.join('; ')}.`;
}
