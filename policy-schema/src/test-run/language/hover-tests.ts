import { isScalar } from 'yaml';
import type { Path } from '../../compile/policy-source.ts';
import { shapesAt } from '../../language/document/shapes-at.ts';
import { describe } from '../../language/hover/describe.ts';
import type { PolicyHover } from '../../language/hover/hover.ts';
import { nodeAt } from '../../language/hover/node-at.ts';
import { ruleMeaning } from '../../language/meaning/rule-meaning.ts';
import { codeSpan } from '../../markdown/code-span.ts';
import { plain } from '../../markdown/plain.ts';
import type { PreparedTests } from '../prepare-tests.ts';
import { testShape } from '../read-tests.ts';
import type { TestedPolicies } from '../tested-policies.ts';
import { decidedMeaning } from './decided-meaning.ts';
import { identityMeaning } from './identity-meaning.ts';
import { operationMeaning } from './operation-meaning.ts';

/**
 * What stands at an offset of a file of tests: who an identity is, what an operation asks, what a rule means, what the
 * policies decide where something is expected, and what a key is for. Without `policies` nothing is said of decisions.
 */
export function hoverTests(
  prepared: PreparedTests,
  offset: number,
  policies: TestedPolicies | undefined,
): PolicyHover | undefined {
  const found = nodeAt(prepared.sources, offset);
  if (found === undefined) return undefined;
  const { node, path, isKey, source } = found;
  const [start, end] = node.range ?? [0, 0];
  const word = isScalar(node) ? String(node.value) : undefined;
  const shapes = shapesAt(path, undefined, testShape);
  const document = prepared.documents.find((one) => one.source === source);
  const named = word === undefined ? undefined : nameOf(path, isKey);
  const spec = document?.written.spec;
  const told = [
    named === 'identity' && spec?.identities[word!] !== undefined
      ? identityMeaning(word!, spec.identities[word!]!)
      : undefined,
    named === 'operation' && spec?.operations[word!] !== undefined
      ? operationMeaning(word!, spec.operations[word!]!, spec.connection)
      : undefined,
    named === 'rule' ? rulesMeaning(word!, policies) : undefined,
    named === undefined ? describe(shapes, isKey ? undefined : word) : undefined,
    policies === undefined ? undefined : decidedMeaning(casesAt(prepared, source, path, isKey), policies),
  ].filter((one) => one !== undefined && one !== '');
  return told.length === 0 ? undefined : { start, end, markdown: told.join('\n\n') };
}

/** What a name stands for, by where it stands. */
function nameOf(path: Path, isKey: boolean): 'identity' | 'operation' | 'rule' | undefined {
  const [spec, list] = path;
  if (spec !== 'spec') return undefined;
  if (isKey && list === 'matrix')
    return path.length === 3 ? 'identity' : path.length === 4 ? 'operation' : undefined;
  if (isKey && path.length === 3)
    return list === 'identities' ? 'identity' : list === 'operations' ? 'operation' : undefined;
  if (isKey || list !== 'tests' || typeof path.at(-1) !== 'number') return undefined;
  const key = path.at(-2);
  return key === 'identities'
    ? 'identity'
    : key === 'operations'
      ? 'operation'
      : key === 'rules'
        ? 'rule'
        : undefined;
}

function rulesMeaning(name: string, policies: TestedPolicies | undefined): string | undefined {
  const own = (policies?.places ?? []).filter(
    ({ compiled: { reference } }) =>
      name === reference.rule || name === `${reference.policy}/${reference.rule}`,
  );
  return own
    .map(({ rule, compiled }) => `Rule ${codeSpan(compiled.reference.rule)}: ${plain(ruleMeaning(rule))}`)
    .join('\n\n');
}

/** The cases that are about a place: of one expectation, or of a test where its name stands. */
function casesAt(
  prepared: PreparedTests,
  source: PreparedTests['sources'][number],
  path: Path,
  isKey: boolean,
): PreparedTests['cases'] {
  const [, list, at, key] = path;
  const own = prepared.cases.filter(({ document }) => document.source === source);
  if (list === 'matrix' && path.length === 4)
    return own.filter((one) => one.at[1] === 'matrix' && one.at[2] === at && one.at[3] === key);
  if (list !== 'tests' || (key !== 'expect' && !(key === 'name' && !isKey))) return [];
  return own.filter((one) => one.at[1] === 'tests' && one.at[2] === at);
}
