import { isScalar } from 'yaml';
import { scalarOffsets } from '../../compile/scalar-offsets.ts';
import { ruleNode } from '../document/rule-node.ts';
import { type Conjunct, conditionToKey } from '../fix/condition-to-key.ts';
import type { Finding, Lint } from './lint.ts';

const forms: readonly (readonly [form: RegExp, key: string])[] = [
  [/^connection\s*==\s*"[^"]*"$/, 'resources.connections'],
  [/^connection\s+in\s+\[[^\]]*\]$/, 'resources.connections'],
  [/^target\.(collection|tenant|database|namespace)\s*==\s*"[^"]*"$/, 'resources'],
  [
    /^target\.(collection|tenant|database|namespace)\.(startsWith|endsWith|contains)\("[^"]*"\)$/,
    'resources, with a *',
  ],
  [/^"[^"]*"\s+in\s+identity\.groups$/, 'principals.groups'],
  [/^!\s*\(?"[^"]*"\s+in\s+identity\.groups\)?$/, 'principals.except.groups'],
  [/^identity\.subject\s*==\s*"[^"]*"$/, 'principals.subjects'],
  [/^identity\.issuer\s*==\s*"[^"]*"$/, 'principals.issuers'],
  [/^identity\.claims\.\w+\s*==\s*("[^"]*"|\d+|true|false)$/, 'principals.claims'],
  [/^request\.(topK|page|records)\s*<=?\s*\d+$/, 'limits'],
];

/** The parts of a condition that are and-ed at its root, with their offsets; none where it is anything else. */
function conjuncts(source: string): Conjunct[] {
  const parts: Conjunct[] = [];
  let [depth, quote, from] = [0, '', 0];
  const push = (to: number): void => {
    const raw = source.slice(from, to);
    parts.push({ text: raw.trim(), start: from + raw.length - raw.trimStart().length });
  };
  for (let at = 0; at < source.length; at++) {
    const unit = source[at]!;
    if (quote !== '') {
      if (unit === '\\') at++;
      else if (unit === quote) quote = '';
    } else if (unit === '"' || unit === "'") quote = unit;
    else if ('([{'.includes(unit)) depth++;
    else if (')]}'.includes(unit)) depth--;
    else if (depth === 0 && (unit === '?' || source.startsWith('||', at))) return [];
    else if (depth === 0 && source.startsWith('&&', at)) {
      push(at);
      from = at + 2;
      at++;
    }
  }
  push(source.length);
  return parts;
}

/** Conditions, or parts of them, that a key of the language can say. */
export const conditions: Lint = {
  *find({ places, surroundings: { catalogue } }): Iterable<Finding> {
    const issuers = catalogue?.unchecked ? undefined : catalogue?.issuers;
    for (const place of places) {
      const node = ruleNode(place, 'when');
      if (place.compiled.when === undefined || !isScalar(node)) continue;
      const offsets = scalarOffsets(place.source.text, node);
      const parts = conjuncts(place.compiled.when.source);
      for (const [part, { text, start }] of parts.entries()) {
        const key = forms.find(([form]) => form.test(text))?.[1];
        // A limit is what a request has to keep to be permitted: elsewhere a condition says when a rule is about it.
        if (key === undefined || (key === 'limits' && place.compiled.effect !== 'allow')) continue;
        const claim = key === 'principals.claims' ? /^identity\.claims\.(\w+)/.exec(text)?.[1] : undefined;
        // A list is equal to no value, and the key asks for one of its entries.
        if (claim !== undefined && issuers?.some(({ claims }) => claims[claim] === 'string-list')) continue;
        const isClaimKnown = claim === undefined || (issuers?.some(({ claims }) => claim in claims) ?? false);
        yield {
          start: offsets[start] ?? 0,
          end: offsets[start + text.length] ?? 0,
          code: 'condition-could-be-key',
          message: `${key} can say this without a condition.`,
          remedy: `Write it under ${key}: it is quicker, and tools can compare it.`,
          fixes: () =>
            isClaimKnown || place.compiled.effect !== 'allow'
              ? conditionToKey(place, parts, part, key, issuers?.length)
              : [],
        };
      }
    }
  },
};
