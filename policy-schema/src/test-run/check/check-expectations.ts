import { didYouMean } from '../../compile/did-you-mean.ts';
import type { Path } from '../../compile/policy-source.ts';
import type { Expectation } from '../../schema/test/expectation-schema.ts';
import type { TestDocument } from '../test-document.ts';
import type { TestSurroundings } from './check-tests.ts';

/** What only an allowed operation owes, and what only a refusal says. */
const ofAllowed = ['filter', 'masks', 'limits', 'visible'] as const;
const ofRefused = ['code', 'message'] as const;

/** Reports rules that the policies do not have, what no decision can be, and instants that are none. */
export function checkExpectations(
  { source, written: { spec } }: TestDocument,
  { places }: TestSurroundings,
): void {
  const instant = (text: string, path: Path): void => {
    const [year, month, day] = text.split(/[-T]/).map(Number) as [number, number, number];
    const isDay = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
    if (isDay && !Number.isNaN(Date.parse(text))) return;
    source.atPath(path, 'wrong-form', `${path.at(-1)} is not a date.`, 'Write a date that exists.');
  };
  instant(spec.now, ['spec', 'now']);
  const names = places?.map(({ compiled: { reference } }) => [reference.rule, reference.policy] as const);
  for (const [i, { now, expect }] of (spec.tests ?? []).entries()) {
    const at = ['spec', 'tests', i];
    if (now !== undefined) instant(now, [...at, 'now']);
    never(expect, (key, message, remedy) => {
      source.atKey([...at, 'expect', key], 'expectation-never-holds', message, remedy);
    });
    for (const [j, rule] of (expect.rules ?? []).entries()) {
      if (names === undefined) break;
      if (names.some(([id, policy]) => rule === id || rule === `${policy}/${id}`)) continue;
      const ids = names.map(([id]) => id);
      const remedy = didYouMean(rule, ids, 'Name a rule of the policies that are tested.');
      const message = `No rule is called ${rule}.`;
      source.atPath([...at, 'expect', 'rules', j], 'unknown-rule', message, remedy);
    }
  }
}

function never(expect: Expectation, report: (key: string, message: string, remedy: string) => void): void {
  if (expect.effect === 'allow') {
    for (const key of ofRefused) {
      if (expect[key] === undefined) continue;
      report(key, `What is allowed has no ${key}.`, `Remove ${key}, or expect another effect.`);
    }
    return;
  }
  for (const key of ofAllowed) {
    if (expect[key] === undefined) continue;
    report(key, `What is not allowed has no ${key}.`, `Remove ${key}, or expect effect: allow.`);
  }
  if (expect.effect === 'deny' && expect.code === 'approval-unavailable')
    report('code', 'What needs an approval is no denial.', 'Expect effect: require-approval.');
}
