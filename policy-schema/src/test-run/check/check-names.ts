import { didYouMean } from '../../compile/did-you-mean.ts';
import type { Path } from '../../compile/policy-source.ts';
import type { TestDocument } from '../test-document.ts';

/** Reports names that nothing here has, tests of one name, and documents without tests. */
export function checkNames({ source, written: { spec } }: TestDocument): void {
  const known = { identity: Object.keys(spec.identities), operation: Object.keys(spec.operations) };
  const check = (kind: keyof typeof known, name: string, path: Path, isKey: boolean): void => {
    if (known[kind].includes(name)) return;
    const list = kind === 'identity' ? 'identities' : 'operations';
    const message = `No ${kind} is called ${name}.`;
    const remedy = didYouMean(name, known[kind], `Describe it under spec.${list}.`);
    if (isKey) source.atKey(path, `unknown-${kind}`, message, remedy);
    else source.atPath(path, `unknown-${kind}`, message, remedy);
  };
  for (const [identity, row] of Object.entries(spec.matrix ?? {})) {
    const at = ['spec', 'matrix', identity];
    check('identity', identity, at, true);
    for (const operation of Object.keys(row)) check('operation', operation, [...at, operation], true);
  }
  const names = new Map<string, number>();
  for (const [i, test] of (spec.tests ?? []).entries()) {
    const at = ['spec', 'tests', i];
    for (const [j, name] of test.identities.entries())
      check('identity', name, [...at, 'identities', j], false);
    for (const [j, name] of test.operations.entries())
      check('operation', name, [...at, 'operations', j], false);
    const line = source.lineOf(source.nodeAt([...at, 'name'])?.range?.[0] ?? 0);
    const taken = names.get(test.name);
    if (taken === undefined) names.set(test.name, line);
    else {
      const message = `The test ${test.name} is also in line ${taken}.`;
      source.atPath([...at, 'name'], 'test-name-taken', message, 'Give it a name of its own.');
    }
  }
  if (spec.matrix === undefined && spec.tests === undefined) {
    const remedy = 'Add matrix (who may do what), or tests.';
    source.atKey(['spec'], 'test-nothing-expected', 'The document expects nothing.', remedy);
  }
}
