import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { catalogueOf } from '../surroundings/catalogue-of.ts';
import { joinCatalogues } from '../surroundings/join-catalogues.ts';
import { overlayCatalogues } from '../surroundings/overlay-catalogues.ts';
import { analyseTest, testDocument, testNow } from '../testing/language-document.ts';
import { analyse } from './analyse.ts';
import type { Catalogue } from './catalogue.ts';
import { complete } from './complete/complete.ts';
import { diagnose } from './diagnose/diagnose.ts';
import { hover } from './hover/hover.ts';
import { lenses } from './lens/lenses.ts';
import { wantedFields } from './wanted-fields.ts';

const document = (connection: object = {}) => ({
  apiVersion: 'vectorgate/v1',
  kind: 'Catalog',
  metadata: { taken: '2026-11-27T12:00:00Z' },
  spec: {
    connections: [
      {
        name: 'insights',
        store: 'chroma',
        people: 'people',
        collections: [
          {
            ...{ name: 'customer-cases', tenant: 'acme', database: 'main' },
            ...{ records: 123_456, dimension: 384, metric: 'cosine', sampled: 200 },
            fields: {
              email: { types: ['string'], records: 196 },
              level: { types: ['number', 'string'], records: 200 },
              rare: { types: ['boolean'], records: 1 },
            },
          },
          { name: 'product-docs' },
        ],
        ...connection,
      },
    ],
    issuers: [
      {
        ...{ name: 'people', claims: { tenant: 'string' }, partial: true },
        ...{ groups: ['analysts'], subjects: ['ana'] },
      },
    ],
  },
});
const known = (connection?: object): Catalogue => {
  const catalogue = catalogueOf(document(connection));
  assert.ok(catalogue);
  return catalogue;
};
const at = (written: string, catalogue = joinCatalogues(undefined, known())) => {
  const { text, offset = 0 } = testDocument(written);
  return { analysis: analyseTest(text, { catalogue }), offset };
};
const offered = (written: string, catalogue?: Catalogue) => {
  const { analysis, offset } = at(written, catalogue);
  return complete(analysis, offset);
};
const codes = (written: string, catalogue?: Catalogue) =>
  diagnose(at(written, catalogue).analysis)
    .filter(({ code }) => code.startsWith('unknown-') || code === 'filter-type')
    .map(({ code, message }) => `${code}: ${message}`);

const guard = (fields: string, collections = 'customer-cases'): string =>
  `- id: a\n  effect: guard\n  principals: { groups: [contractors] }\n  resources: { connections: [insights], collections: [${collections}] }\n  mask: [{ fields: [${fields}], method: partial, keepLast: 4 }]\n`;

describe('what a gateway tells of what exists', () => {
  test('collections, tenants, fields and people are offered, with what is known of them', () => {
    const [cases] = offered('- id: a\n  effect: guard\n  resources: { collections: [cust▮] }\n');
    assert.deepEqual(
      [cases?.label, cases?.documentation],
      ['customer-cases', 'About 120,000 records, vectors of 384 dimensions, compared by cosine.'],
    );
    const tenants = offered('- id: a\n  effect: guard\n  resources: { tenants: [▮] }\n');
    assert.deepEqual(
      tenants.map(({ label }) => label),
      ['acme'],
    );
    const people = offered('- id: a\n  effect: guard\n  principals: { subjects: [▮] }\n');
    assert.deepEqual(
      people.map(({ label }) => label),
      ['ana'],
    );
    const fields = offered(guard('▮')).filter(({ detail }) => detail?.includes('customer-cases'));
    assert.deepEqual(
      fields.map(({ label, detail, documentation }) => [label, detail, documentation]),
      [
        ['email', 'string, in customer-cases', 'In 98 % of the records of `customer-cases`.'],
        ['level', 'number or string, in customer-cases', 'In every record of `customer-cases`.'],
        ['rare', 'boolean, in customer-cases', 'In less than 1 % of the records of `customer-cases`.'],
      ],
    );
  });

  test('hover says what a field is, a made-up example of its masked form, and who sees it whole', () => {
    const { analysis, offset } = at(guard('ema▮il'));
    assert.equal(
      hover(analysis, offset)?.markdown,
      [
        'Field `email`: string in 98 % of the records of `customer-cases`.',
        'For example (made up): `maria.keller@example.org` becomes `••••••••••••••••••••.org`.',
        'Guard `a` hides it from contractors.',
      ].join('\n\n'),
    );
  });

  test('names out of a store are shown as what they are, whatever Markdown they hold', () => {
    const hostile = '`![](https://evil.example/x.png)`';
    const fields = { [hostile]: { types: ['string'], records: 1 } };
    const own = [{ name: '[a](https://evil.example)`', metric: '![b](c)', sampled: 2, fields }];
    const catalogue = joinCatalogues(undefined, known({ collections: own }));
    const hovered = (written: string): string => {
      const { analysis, offset } = at(written, catalogue);
      return hover(analysis, offset)?.markdown ?? '';
    };
    const name = JSON.stringify(own[0]!.name);
    const spans = { collection: '`` [a](https://evil.example)` ``', field: `\`\` ${hostile} \`\`` };
    assert.equal(
      hovered(guard('email', `${name.slice(0, 3)}▮${name.slice(3)}`)),
      `Collection ${spans.collection}. Compared by !\\[b\\](c).\n- ${spans.field}: string, in 50 % of the records`,
    );
    assert.match(hovered(guard('email', '"[a]▮*"')), /^Matches `` \[a\]\(https:\/\/evil\.example\)` ``\.$/);
    const quoted = JSON.stringify(hostile);
    const [first = ''] = hovered(guard(`${quoted.slice(0, 4)}▮${quoted.slice(4)}`, name)).split('\n');
    assert.equal(first, `Field ${spans.field}: string in 50 % of the records of ${spans.collection}.`);
    const [offer] = offered(guard('▮', name), catalogue).filter(({ label }) => label === hostile);
    assert.equal(offer?.documentation, `In 50 % of the records of ${spans.collection}.`);
  });

  test('names out of a store are inserted as they are, where a snippet is too', () => {
    const name = '$CLIPBOARD } a\\b';
    const fields = { [name]: { types: ['string'], records: 1 } };
    const catalogue = joinCatalogues(undefined, known({ collections: [{ name: 'docs', fields }] }));
    const rule =
      '- id: a\n  effect: allow\n  resources: { collections: [docs] }\n  require: { filter: { ▮ } }\n';
    const [inYaml] = offered(rule, catalogue).filter(({ label }) => label === name);
    assert.equal(inYaml?.insert, '"\\$CLIPBOARD \\} a\\\\\\\\b": $1');
    assert.equal(inYaml.isSnippet, true);
    const json = `{ "apiVersion": "vectorgate/v1", "kind": "Policy", "metadata": { "name": "a" }, "spec": { "rules": [
      { "id": "a", "effect": "allow", "resources": { "collections": ["docs"] }, "require": { "filter": { ▮ } } }
    ] } }`;
    const file = { path: 'a.policy.json', text: json.replace('▮', '') };
    const inJson = complete(analyse(file, { catalogue, files: [], now: testNow }), json.indexOf('▮')).find(
      ({ label }) => label === name,
    );
    assert.equal(inJson?.insert, '"\\$CLIPBOARD \\} a\\\\\\\\b": $1');
  });

  test('collections are allowed values where all are told, groups are suggestions', () => {
    assert.deepEqual(codes(guard('email', 'customer-case')), [
      'unknown-collection: The catalogue has no collection called customer-case.',
    ]);
    // There may be others.
    assert.deepEqual(
      codes(guard('email', 'customer-case'), joinCatalogues(undefined, known({ partial: true }))),
      [],
    );
  });

  test('a field that no looked-at record has is told as such, and of an empty collection nothing', () => {
    assert.deepEqual(codes(guard('emial')), [
      'unknown-field: None of 200 records that were looked at in the collections of this rule has a field emial.',
    ]);
    const empty = known({ collections: [{ name: 'customer-cases', sampled: 0, fields: {} }] });
    assert.deepEqual(codes(guard('emial'), joinCatalogues(undefined, empty)), []);
  });

  test('its age stands over the file, and that there is none, too', () => {
    const over = (catalogue: Catalogue | undefined, now = testNow): string | undefined => {
      const { text } = testDocument(guard('email'));
      return lenses(analyseTest(text, { catalogue, now }))[0]?.text;
    };
    assert.equal(over(known()), '1 rule · catalogue of 2 days ago');
    assert.equal(
      over({ ...known(), live: true }, Date.parse('2026-11-27T12:05:00Z')),
      '1 rule · live catalogue, 5 min ago',
    );
    assert.equal(over(undefined), '1 rule · no catalogue');
    // One that was written by hand has no age.
    assert.equal(over({ ...known(), taken: undefined }), '1 rule');
  });

  test('which collections matter follows from rules, half-typed ones counted in', () => {
    const wanted = (written: string) => wantedFields(at(written).analysis);
    assert.deepEqual(wanted(guard('', 'customer-*, docs')), [
      { connection: 'insights', collections: 'customer-*' },
      { connection: 'insights', collections: 'docs' },
    ]);
    assert.deepEqual(wanted('- id: a\n  effect: guard\n'), [{ connection: 'insights', collections: '*' }]);
  });

  test('what it tells counts before a snapshot, whose fields stay where it knows none', () => {
    const snapshot = catalogueOf({
      connections: [
        {
          name: 'insights',
          collections: [{ name: 'product-docs', fields: { title: 'string' } }, { name: 'gone' }],
        },
        { name: 'closed' },
      ],
      issuers: [{ name: 'people', groups: ['owners'] }],
    });
    const joined = overlayCatalogues(snapshot, known());
    assert.deepEqual(
      joined?.connections.map(({ name, collections }) => [name, collections?.map((one) => one.name)]),
      [['insights', ['customer-cases', 'product-docs']]],
    );
    assert.deepEqual(joined?.connections[0]?.collections?.[1]?.fields, [{ path: 'title', type: 'string' }]);
    assert.deepEqual(joined?.issuers[0]?.groups, ['owners', 'analysts']);
  });

  test('a document that is not of its form is none', () => {
    for (const broken of [
      { ...document(), kind: 'Policy' },
      { ...document(), more: 1 },
      document({ collections: [{ name: 'a', fields: { b: { types: ['text'] } } }] }),
      document({ collections: [{ name: 'a', values: ['x'] }] }),
      { ...document(), metadata: { taken: 'yesterday' } },
      null,
      [],
    ])
      assert.equal(catalogueOf(broken), undefined, JSON.stringify(broken));
  });

  test('10,000 collections are offered and checked against', () => {
    const collections = Array.from({ length: 10_000 }, (_, i) => ({ name: `customer-${i}` }));
    const catalogue = joinCatalogues(undefined, known({ collections }));
    const found = offered(guard('email', '▮'), catalogue);
    assert.equal(found.filter(({ detail }) => detail === 'insights · chroma').length, 10_000);
    assert.ok(found.some(({ label, detail }) => label === 'customer-*' && detail === '10,000 collections'));
    assert.deepEqual(codes(guard('email', 'customer-9999'), catalogue), []);
    assert.equal(codes(guard('email', 'customer-10000'), catalogue).length, 1);
  });
});
