import { loadPolicies, type MaskPattern } from '@vectorgate/policy-schema';
import { findPatterns } from '../find-patterns.ts';
import { runPatternsLinearly } from '../linear-fallback.ts';
import { PatternBudget } from '../pattern-budget.ts';

/** Patterns that backtrack without end or by the square of the text, as policies would write them. */
const hostile = [
  '(a+)+$',
  '(a|a)*b',
  '(a|aa)+$',
  '(.*a){12}x',
  'a*a*a*a*a*c',
  '[a-z]+[0-9]',
  '(\\w+\\s?)+$',
  '(a{1,20}){1,9}b',
  '(a?a){30}$',
  '([a-zé]+|[a-z漢]+)+!!',
];

function compile(pattern: string, ignoreCase: boolean): MaskPattern {
  const text = `{ apiVersion: vectorgate/v1, kind: Policy, metadata: { name: p }, spec: { patterns: [${JSON.stringify({ name: 'own', pattern, ignoreCase })}], rules: [{ id: r, effect: guard, mask: [{ fields: [f], detectors: [own], method: redact }] }] } }`;
  const loaded = loadPolicies({ files: [{ path: 'p', text }] });
  const compiled = loaded.ok ? loaded.set.rules[0]?.masks[0]?.patterns?.[0] : undefined;
  if (compiled === undefined) throw new Error(JSON.stringify(loaded));
  return compiled;
}

// A process of its own: V8's flags hold for a whole process. Prints a line for each pattern that has come to its end.
const [mode, length] = process.argv.slice(2);
if (mode === 'linear') runPatternsLinearly();
for (const pattern of hostile) {
  for (const ignoreCase of [false, true]) {
    const compiled = compile(pattern, ignoreCase);
    for (const end of ['?', ' é', '漢']) {
      const bytes = Buffer.from(`${'a'.repeat(Number(length))}${end}`);
      findPatterns(bytes, 0, bytes.length, [compiled], new PatternBudget());
    }
    console.log(`${ignoreCase ? 'any case' : 'as written'}: ${pattern}`);
  }
}
