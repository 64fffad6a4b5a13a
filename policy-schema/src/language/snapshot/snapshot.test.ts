import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { catalogueOf } from '../../surroundings/catalogue-of.ts';
import { catalogueOfText } from '../../surroundings/catalogue-of-text.ts';
import { askAll } from '../../testing/ask-all.ts';
import { analyseSnapshot } from '../../testing/language-document.ts';
import { mutateText, seeded } from '../../testing/mutate-text.ts';
import { runs } from '../../testing/runs.ts';
import { analyse, applyChanges, complete, diagnose, fixesFor, format, lenses } from '../index.ts';

const path = 'test.catalogue.yaml';
const whole = `apiVersion: vectorgate/v1
kind: Catalog
metadata: { taken: "2026-11-29T09:00:00Z", gateway: "https://gateway.example" }
spec:
  connections:
    - name: insights # ours
      store: chroma
      people: people
      partial: true
      tenants: [default_tenant]
      collections:
        - name: customer-cases
          tenant: default_tenant
          dimension: 384
          records: 2000
          sampled: 200
          fields:
            email: { types: [string, number], records: 196 }
            level: number
        - { name: product-docs, metric: cosine }
  issuers:
    - { name: people, claims: { tenant: string, tenants: string-list }, groups: [analysts] }
`;
const bare = `connections:
  - name: insights
    collections: [{ name: customer-cases, fields: { email: string, city: unknown } }]
issuers: [{ name: people, partial: false, services: [], subjects: ["a@b"] }]
`;
const errors = (text: string): string[] =>
  diagnose(analyseSnapshot(text, { files: [] }))
    .filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);

test('invariant 9: an editor shows no error exactly where a snapshot has the form that its schema says', () => {
  const random = seeded(20_261_130);
  const seen = { taken: 0, not: 0 };
  for (let run = 0; run < runs(400); run++) {
    const text = mutateText([whole, bare, JSON.stringify(parse(whole))][run % 3]!, random, 1);
    const codes = errors(text);
    // What YAML may say and we do not read is another matter.
    if (codes.some((code) => code.startsWith('yaml-') || code === 'document-empty')) continue;
    const hasForm = catalogueOf(parse(text, { version: '1.2' })) !== undefined;
    assert.equal(codes.length === 0, hasForm, `${codes.join(', ')}\n${JSON.stringify(text)}`);
    assert.equal(catalogueOfText({ path, text }).catalogue !== undefined, hasForm);
    seen[hasForm ? 'taken' : 'not']++;
  }
  assert.ok(seen.taken > 40 && seen.not > 40, JSON.stringify(seen));
});

const documents = process.env.VECTORGATE_TEST_DEEP === '1' ? 100_000 : 200;
test(`${documents.toLocaleString('en')} broken snapshots: an answer at each place, and what is offered lies within the text`, () => {
  const random = seeded(7);
  for (let run = 0; run < documents; run++) {
    const text = mutateText([whole, bare][run % 2]!, random);
    try {
      // Beside policies, too: then there is more to say of what they are about.
      askAll(analyseSnapshot(text, run % 4 < 2 ? { files: [] } : {}), random);
      format(path, text);
    } catch (cause) {
      throw new Error(`run ${run}: ${JSON.stringify(text)}`, { cause });
    }
  }
});

test('in JSON what is completed and mended is JSON', () => {
  const at = (text: string) => {
    const written = text.replace('▮', '');
    const analysis = analyse(
      { path: 'test.catalogue.json', text: written },
      { files: [], now: Date.parse('2026-11-29T12:00:00Z') },
    );
    return { written, analysis, offset: text.indexOf('▮') };
  };
  const { written, analysis, offset } = at(
    '{ "connections": [{ "name": "a", "collections": [{ "name": "b", "fields": { "email": "▮" } }] }] }',
  );
  const one = complete(analysis, offset).find(({ label }) => label === 'string')!;
  const after = applyChanges(written, [{ start: one.start, end: one.end, text: one.insert }]);
  assert.equal(JSON.parse(after).connections[0].collections[0].fields.email, 'string');
  const broken = at('{ "connections": [{ "name": "a", "colections": [] }] }');
  const [diagnostic] = diagnose(broken.analysis);
  const [fix] = fixesFor(broken.analysis, diagnostic!);
  assert.deepEqual(JSON.parse(applyChanges(broken.written, fix!.changes)), {
    connections: [{ name: 'a', collections: [] }],
  });
});

test('what is too large for an editor is said to be read, and is', () => {
  const group = 'g'.repeat(1_000);
  const text = `issuers: [{ name: people, groups: [${`${group}, `.repeat(1_000)}] }]`;
  const said = diagnose(analyseSnapshot(text));
  assert.deepEqual(
    said.map(({ code, severity }) => [code, severity]),
    [['file-too-large', 'information']],
  );
  assert.equal(catalogueOfText({ path, text }).catalogue?.issuers[0]?.groups?.length, 1_000);
});

test('one that has no name yet is told by its kind, and never by what is in it', () => {
  const around = { files: [], now: Date.parse('2026-11-29T12:00:00Z') };
  const codes = (kind?: 'snapshot'): string[] =>
    diagnose(analyse({ path: 'untitled:Untitled-1', text: bare, kind }, around)).map(({ code }) => code);
  assert.deepEqual(codes('snapshot'), []);
  assert.ok(codes().includes('unknown-key'));
});

test('rules in a file of this name are no rules', () => {
  const text = 'apiVersion: vectorgate/v1\nkind: Policy\nspec: { rules: [{ id: a, effect: deny }] }\n';
  const analysis = analyseSnapshot(text);
  assert.deepEqual([analysis.places, lenses(analysis).length], [[], 1]);
  assert.ok(errors(text).includes('unknown-word'));
});
