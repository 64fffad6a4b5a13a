import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createConditionEngine } from '../../condition/condition-engine.ts';
import { buildInput, type CaseIdentity, declaredClaims } from '../../testing/build-input.ts';
import { everyPart, subExpressions } from './sub-expressions.ts';
import { DissectedCondition } from './truth.ts';

const engine = createConditionEngine(declaredClaims);
const partsOf = (source: string): string[] =>
  [...everyPart(subExpressions(source))].map(({ op, text }) => `${op} ${text}`);

test('a condition comes apart at its words, with the brackets that belong to each part', () => {
  const level = 'identity.claims.level > 2';
  const kind = 'identity.kind == "person"';
  assert.deepEqual(partsOf(level), [`test ${level}`]);
  assert.deepEqual(partsOf(`${level} && ${kind} && ${level}`), [
    `and ${level} && ${kind} && ${level}`,
    `test ${level}`,
    `test ${kind}`,
    `test ${level}`,
  ]);
  assert.deepEqual(partsOf(`(${level} || ${kind}) && !(${kind})`), [
    `and (${level} || ${kind}) && !(${kind})`,
    `or ${level} || ${kind}`,
    `test ${level}`,
    `test ${kind}`,
    `not !(${kind})`,
    `test ${kind}`,
  ]);
  assert.deepEqual(partsOf(`${kind} ? (${level}) : !(((${kind})))`), [
    `choice ${kind} ? (${level}) : !(((${kind})))`,
    `test ${kind}`,
    `test ${level}`,
    `not !(((${kind})))`,
    `test ${kind}`,
  ]);
});

test('brackets in texts and comments are no brackets, and what stands below a name of its own stays whole', () => {
  const odd = '(identity.subject == ")(" || identity.subject == \'"(\') // (((\n && identity.kind == "a)"';
  assert.deepEqual(
    [...everyPart(subExpressions(odd))].map(({ text }) => text),
    [
      odd,
      'identity.subject == ")(" || identity.subject == \'"(\'',
      'identity.subject == ")("',
      "identity.subject == '\"('",
      'identity.kind == "a)"',
    ],
  );
  const bound = 'identity.groups.exists(g, g == "a" || g == "b")';
  assert.deepEqual(partsOf(bound), [`test ${bound}`]);
});

function walked(source: string, identity: CaseIdentity): string[] {
  const input = buildInput(identity, [{}]);
  const [operation] = input.operations;
  const at = { input, operation: operation!, target: operation!.targets[0]!, views: {} };
  return [...new DissectedCondition(source, engine).walk(at)].map(([{ text }, truth]) => `${truth}: ${text}`);
}

test('every part has its own truth, and what an earlier one has settled is not asked', () => {
  const [level, kind] = ['identity.claims.level > 2', 'identity.kind == "person"'];
  assert.deepEqual(walked(`${level} && ${kind}`, { claims: { level: 1 } }), [
    `no: ${level} && ${kind}`,
    `no: ${level}`,
  ]);
  assert.deepEqual(walked(`${level} || ${kind}`, { claims: {} }), [
    `yes: ${level} || ${kind}`,
    `unknown: ${level}`,
    `yes: ${kind}`,
  ]);
  assert.deepEqual(walked(`${kind} ? ${level} : !(${level})`, { claims: { level: 3 } }), [
    `yes: ${kind} ? ${level} : !(${level})`,
    `yes: ${kind}`,
    `yes: ${level}`,
  ]);
});
