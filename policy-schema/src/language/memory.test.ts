import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { testNow } from '../testing/language-document.ts';
import { manyRules } from '../testing/many-rules.ts';
import { mutateText, seeded } from '../testing/mutate-text.ts';
import { runs } from '../testing/runs.ts';
import { testCatalogue } from '../testing/test-catalogue.ts';
import {
  type Analysis,
  analyse,
  conditionTokens,
  diagnose,
  fixesFor,
  folds,
  inlayHints,
  LanguageMemory,
  lenses,
  type Surroundings,
  symbols,
} from './index.ts';

/** All that is said of a document without being asked at a place. */
function said(analysis: Analysis): unknown {
  const diagnostics = diagnose(analysis);
  return [
    diagnostics.map(({ fixes: _, ...one }) => one),
    diagnostics.slice(0, 6).map((one) => fixesFor(analysis, one)),
    lenses(analysis),
    inlayHints(analysis),
    symbols(analysis),
    folds(analysis),
    conditionTokens(analysis),
    analysis.places.map(({ compiled, rule, index }) => [
      JSON.stringify(compiled),
      compiled.when?.source,
      rule,
      index,
    ]),
  ];
}

/** Edits as people make them: letters, words, lines and whole rules. */
function edit(text: string, random: () => number): string {
  const below = (limit: number): number => Math.floor(random() * limit);
  const at = below(text.length + 1);
  const lines = text.split('\n');
  const line = below(lines.length);
  switch (below(7)) {
    case 0:
      return `${text.slice(0, at)}x${text.slice(at)}`;
    case 1:
      return text.slice(0, at) + text.slice(at + 1);
    case 2:
      return lines.toSpliced(line, 0, below(2) === 0 ? '' : lines[line]!).join('\n');
    case 3:
      return lines.toSpliced(line, 1).join('\n');
    case 4:
      return text.replace(/effect: \w+|deny|search|email|no\b|true/g, (word) =>
        random() < 0.05 ? 'deny' : word,
      );
    case 5:
      return text.replace(/"[^"]*"/g, (word) => (random() < 0.05 ? 'no' : word));
    default:
      return mutateText(text, random, 1);
  }
}

test('what is said with memory of versions before is what is said without', () => {
  const codes = new Set<string>();
  for (let run = 0; run < runs(4); run++) {
    const random = seeded(run * 7 + 1);
    const below = (limit: number): number => Math.floor(random() * limit);
    const some = (): string => {
      const yaml = manyRules(10 + below(12), below);
      return run % 4 === 3 ? JSON.stringify(parse(yaml), null, 2) : yaml;
    };
    const paths = ['a.policy.yaml', 'b.policy.yaml'];
    const first = paths.map(some);
    const texts = [...first];
    const memory = new LanguageMemory();
    // What was said depends on the environment too: it changes now and then.
    const catalogues = [testCatalogue, undefined, { ...testCatalogue, unchecked: true }];
    let catalogue = catalogues[run % 3];
    for (let round = 0; round < 16; round++) {
      const which = below(4) === 0 ? 1 : 0;
      texts[which] = round % 5 === 4 ? first[which]! : edit(texts[which]!, random);
      if (below(12) === 0) catalogue = catalogues[below(3)];
      const files = paths.map((path, i) => ({ path, text: texts[i]! }));
      const around: Surroundings = { now: testNow, catalogue, files };
      const kept = analyse(files[0]!, { ...around, memory });
      const fresh = analyse(files[0]!, around);
      assert.deepEqual(said(kept), said(fresh), `run ${run}, round ${round}: ${JSON.stringify(texts)}`);
      for (const { code } of diagnose(fresh)) codes.add(code);
    }
  }
  assert.ok(codes.size > 15, [...codes].join(' '));
});
