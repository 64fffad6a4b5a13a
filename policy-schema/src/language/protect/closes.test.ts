import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { loadPolicies } from '../../compile/load-policies.ts';
import type { PolicySet } from '../../compile/policy-set.ts';
import { decide } from '../../decide/decide.ts';
import type { OperationDecision } from '../../decide/decision.ts';
import { matchesFieldPath } from '../../decide/field-path.ts';
import { buildInput } from '../../testing/build-input.ts';
import { testEnvironment } from '../../testing/load-rules.ts';
import { seeded } from '../../testing/mutate-text.ts';
import { runs } from '../../testing/runs.ts';
import type { Catalogue } from '../catalogue.ts';
import {
  type Analysis,
  analyse,
  applyChanges,
  diagnose,
  type Fix,
  fixesFor,
  refactorings,
} from '../index.ts';

const fields = (...paths: string[]) => paths.map((path) => ({ path, type: 'string' as const }));
const catalogue: Catalogue = {
  connections: [
    {
      name: 'insights',
      store: 'chroma',
      people: 'people',
      collections: [
        { name: 'a', fields: fields('email', 'tenant', 'city') },
        { name: 'ab', fields: fields('email', 'phone') },
        { name: 'b', fields: fields('tenant', 'city') },
      ],
    },
  ],
  issuers: testEnvironment.issuers,
};
const now = Date.parse('2026-11-21T12:00:00Z');

/** A policy of some rules, in one of the ways in which people write one. */
function policy(random: () => number): string {
  const below = (limit: number): number => Math.floor(random() * limit);
  const one = <Value>(...list: readonly Value[]): Value => list[below(list.length)]!;
  const rules = Array.from({ length: 2 + below(4) }, (_, i) => {
    const resources = one<object | undefined>(
      { collections: ['a'] },
      { collections: ['a*'] },
      { connections: ['insights'], collections: ['a', 'b'] },
      { collections: ['*'], except: { collections: ['b'] } },
    );
    const groups = one(['g1'], ['g2'], ['g1', 'g2'], ['g3']);
    if (below(2) === 0)
      return {
        id: `r${i}`,
        effect: 'allow',
        principals: one<object>({ groups }, { groups, except: { groups: ['g4'] } }),
        resources,
        operations: one(['search'], ['read'], ['search', 'upsert']),
        limits: { topK: 50 },
        ...(below(3) === 0 && { require: { filter: { tenant: { claim: 'tenant' } } } }),
      };
    const who = one<object | undefined>(undefined, { groups }, { except: { groups } });
    return {
      id: `r${i}`,
      effect: 'guard',
      ...(who !== undefined && { principals: who }),
      ...(below(4) > 0 && { resources }),
      ...one<object>(
        { mask: [{ fields: ['email'], method: 'redact' }] },
        {
          mask: [
            { fields: ['email', 'phone'], method: 'hash' },
            { fields: ['city'], method: 'drop' },
          ],
        },
        { mask: [{ fields: ['email'], detectors: ['email'], method: 'redact' }] },
        { require: { filter: { tenant: { claim: 'tenant' } } } },
        { require: { filter: { tenant: 'acme' } } },
      ),
      ...(below(6) === 0 && { mode: 'monitor' }),
    };
  });
  const document = {
    apiVersion: 'vectorgate/v1',
    kind: 'Policy',
    metadata: { name: 'test', contact: '#help' },
    spec: { rules },
  };
  const form = below(4);
  if (form === 0) return JSON.stringify(document, undefined, below(2) * 2);
  const head =
    'apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: test, contact: "#help" }\nspec:\n  rules:\n';
  const flow = (value: unknown): string => JSON.stringify(value);
  const block = (rule: object): string =>
    Object.entries(rule)
      .map(([key, value]: [string, unknown]) =>
        key === 'resources' && form === 2
          ? `resources: # where\n${Object.entries(value as object)
              .map(([inner, list]) => `        ${inner}: ${flow(list)}`)
              .join('\n')}`
          : `${key}: ${flow(value)}${below(3) === 0 ? ` # about ${key}` : ''}`,
      )
      .join('\n      ');
  const between = below(2) === 0 ? '\n\n' : '\n';
  return `${head}${rules
    .map((rule) =>
      form === 1 && below(2) === 0
        ? `    - ${flow(rule)} # flow`
        : `    # above ${rule.id}\n    - ${block(rule)}`,
    )
    .join(between)}\n`;
}

const pathOf = (text: string): string => (text.startsWith('{') ? 'test.policy.json' : 'test.policy.yaml');
const analysed = (text: string): Analysis =>
  analyse({ path: pathOf(text), text }, { now, catalogue, files: [] });
const told = (analysis: Analysis): string[] => diagnose(analysis).map(({ code }) => code);

const sets = new Map<string, PolicySet>();

function setOf(text: string): PolicySet {
  const kept = sets.get(text);
  if (kept !== undefined) return kept;
  const loaded = loadPolicies({ files: [{ path: pathOf(text), text }], environment: testEnvironment });
  assert.ok(loaded.ok, loaded.ok ? '' : `${JSON.stringify(loaded.problems)}\n${text}`);
  sets.set(text, loaded.set);
  return loaded.set;
}

/** What somebody of one group alone gets of a search. */
const searched = (text: string, group: string, collection: string): OperationDecision =>
  decide(
    setOf(text),
    buildInput({ groups: [group], claims: { tenant: 'acme' } }, [{ targets: [collection] }]),
  ).operations[0]!;

const hides = ({ obligations }: OperationDecision, field: string): boolean =>
  obligations.masks.some((mask) => matchesFieldPath(mask.fields, field));
const binds = ({ obligations }: OperationDecision, field: string): boolean =>
  JSON.stringify(obligations.filter ?? '').includes(`"${field}"`);
/** Collections of the catalogue that a permit's people may search, and that have a field. */
const having = (field: string): string[] =>
  catalogue.connections[0]!.collections!.filter((one) => one.fields!.some(({ path }) => path === field)).map(
    ({ name }) => name,
  );

/** Applies a fix: nothing that stood there is changed, it loads, and nothing else is told than before. */
function mended(text: string, { title, changes }: Fix, mayTell: readonly string[] = []): string {
  for (const { start, end } of changes) assert.equal(start, end, `${title} takes something away\n${text}`);
  const after = applyChanges(text, changes);
  const codes = told(analysed(after));
  const before = told(analysed(text));
  const times = (list: readonly string[], code: string): number => list.filter((one) => one === code).length;
  for (const code of new Set(codes))
    assert.ok(
      mayTell.includes(code) || times(codes, code) <= times(before, code),
      `${title} leaves ${code}\n${text}\n---\n${after}`,
    );
  return after;
}

const groupsOf = (text: string, id: string): string[] =>
  (parse(text) as { spec: { rules: { id: string; principals: { groups: string[] } }[] } }).spec.rules.find(
    (rule) => rule.id === id,
  )!.principals.groups;

test('what permits are said to lack they lack, and what is added beside them closes it', () => {
  const seen = new Map<string, number>();
  const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
  for (let run = 0; run < runs(60); run++) {
    const text = policy(seeded(run + 1));
    sets.clear();
    const analysis = analysed(text);
    const diagnostics = diagnose(analysis).filter(({ code }) =>
      ['field-unmasked', 'tenant-unbound', 'required-filter-lifted'].includes(code),
    );
    for (const diagnostic of diagnostics) {
      const { code, message } = diagnostic;
      const [fix] = fixesFor(analysis, diagnostic);
      assert.ok(fix !== undefined, `${code}\n${text}`);
      const after = mended(text, fix);
      const same = (found: ReturnType<typeof diagnose>): number =>
        found.filter((one) => one.code === code && one.message === message).length;
      assert.ok(same(diagnose(analysed(after))) < same(diagnostics), `${message}\n${after}`);
      count(code);
      if (code === 'required-filter-lifted') {
        // It is told where the filter stands.
        const own = analysis.places.find(({ source, index }) => {
          const [from = 0, to = 0] = source.nodeAt(['spec', 'rules', index])?.range ?? [];
          return from <= diagnostic.start && diagnostic.end <= to;
        })!;
        for (const group of groupsOf(text, own.compiled.reference.rule))
          for (const collection of having('tenant')) {
            const permitted = searched(after, group, collection);
            const isOwn = analysis.places
              .find((one) => one === own)!
              .compiled.resources?.collections?.some(
                ({ parts }) =>
                  collection.startsWith(parts[0]!) && (parts.length > 1 || parts[0] === collection),
              );
            const excepted = own.compiled.resources?.except?.collections?.some(
              ({ text: name }) => name === collection,
            );
            if (permitted.effect !== 'deny' && isOwn && excepted !== true)
              assert.ok(binds(permitted, 'tenant'), `${group} ${collection}\n${after}`);
          }
        continue;
      }
      const id = /permit (\S+)/.exec(message)![1]!;
      const named =
        code === 'field-unmasked' ? /shows (.+) whole/.exec(message)![1]!.split(/, | and /) : ['tenant'];
      const is = code === 'field-unmasked' ? hides : binds;
      for (const field of named) {
        let open = 0;
        for (const group of groupsOf(text, id))
          for (const collection of having(field)) {
            const [was, now] = [searched(text, group, collection), searched(after, group, collection)];
            if (was.effect === 'deny') continue;
            if (!is(was, field)) open++;
            // Other permits of the group may reach further than this one.
            const byThis = was.trace.some(({ rule }) => rule.rule === id);
            if (byThis)
              assert.ok(now.effect === 'deny' || is(now, field), `${field} ${group} ${collection}\n${after}`);
          }
        assert.ok(open > 0, `${message} is not so\n${text}`);
      }
    }
    const permit = analysis.places.find(({ compiled }) => compiled.effect === 'allow');
    if (permit === undefined) continue;
    const { rule } = permit.compiled.reference;
    const at = text.search(new RegExp(`"?id"?: ?"?${rule}\\b`));
    for (const action of refactorings(analysis, at)) {
      // Who approves is for whoever asks for it to say; what one permit has now others may lack.
      const after = mended(text, action, ['unknown-group', 'field-unmasked', 'tenant-unbound']);
      count(action.title.replace(/ (for|to|before) .*/, ''));
      for (const group of groupsOf(text, rule))
        for (const collection of ['a', 'ab', 'b']) {
          const [was, now] = [searched(text, group, collection), searched(after, group, collection)];
          if (was.effect === 'deny' || !was.trace.some((step) => step.rule.rule === rule)) continue;
          if (action.title.startsWith('Ask')) assert.notEqual(now.effect, 'allow', after);
          else if (action.title.startsWith('Bind'))
            assert.ok(binds(now, 'tenant') || now.effect === 'deny', after);
          else
            for (const field of action.title.replace('Add a mask for ', '').split(/, | and /))
              assert.ok(hides(now, field) || now.effect === 'deny', `${field}\n${after}`);
        }
    }
  }
  for (const what of [
    'field-unmasked',
    'tenant-unbound',
    'required-filter-lifted',
    'Add a mask',
    'Bind',
    'Ask',
  ])
    assert.ok(
      [...seen].some(([key, times]) => key.startsWith(what) && times > 5),
      `${what}: ${JSON.stringify([...seen])}`,
    );
});
