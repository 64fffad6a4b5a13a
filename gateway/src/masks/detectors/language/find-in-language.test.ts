import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DetectorName } from '@vectorgate/policy-schema';
import { findInText } from '../find-in-text.ts';
import { mergeFindings } from '../merge-findings.ts';

const three: readonly DetectorName[] = ['person-name', 'place', 'street-address'];

const find = (text: string, wanted: readonly DetectorName[] = three): string[] => {
  const bytes = Buffer.from(text);
  return mergeFindings(findInText(bytes, 0, bytes.length, new Set(wanted))).map(
    ({ start, end, detector }) => `${detector}:${bytes.toString('utf8', start, end)}`,
  );
};

test('names, places and streets are found by what stands around them', () => {
  const cases: readonly (readonly [text: string, ...expected: string[]])[] = [
    ['Please tell Adaeze Okonkwo that we fly to Gdynia.', 'person-name:Adaeze Okonkwo', 'place:Gdynia'],
    ['Oyelaran called.', 'person-name:Oyelaran'],
    ['Grace will come. Will asked Mark.', 'person-name:Grace', 'person-name:Mark'],
    ['Dear Ms. van der Berg, thank you', 'person-name:van der Berg'],
    ['mr. okafor and Prof. K. Åkesson-Lind', 'person-name:okafor', 'person-name:K. Åkesson-Lind'],
    ["O'Brien's car and McAllister’s", "person-name:O'Brien", 'person-name:McAllister'],
    ['The Gdynia office wrote to the Okafor family.', 'place:Gdynia', 'person-name:Okafor'],
    ['She moved to Reading in March', 'place:Reading'],
    ['He grew up near Salt Lake City', 'place:Salt Lake City'],
    ['i met maria in lisbon with okafor', 'person-name:maria', 'place:lisbon', 'person-name:okafor'],
    [
      'PATIENT MARIA GONZALEZ SEEN BY DR OKAFOR IN LEEDS',
      'person-name:MARIA GONZALEZ',
      'person-name:OKAFOR',
      'place:LEEDS',
    ],
    ['okafor', 'person-name:okafor'],
    ['maria gonzalez', 'person-name:maria gonzalez'],
    ['Patient: maria gonzalez, DOB 1980', 'person-name:maria gonzalez'],
    ['{"customer_name":"li wei","city":"wuhan"}', 'person-name:li wei', 'place:wuhan'],
    ['Jos&eacute; Mart&iacute;nez paid', 'person-name:Jos&eacute; Mart&iacute;nez'],
    ['Frau Schneider hat die Rechnung bezahlt', 'person-name:Schneider'],
    ['Hola María Gómez, su pedido sale hacia Zaragoza.', 'person-name:María Gómez', 'place:Zaragoza'],
    ['田中さんは来ました', 'person-name:田中'],
    [
      'Ship to 350 5th Ave, Apt 4B, Springfield, IL 62704 now',
      'street-address:350 5th Ave, Apt 4B, Springfield, IL 62704',
    ],
    ['Flat 3, 12 Elm Road, Leeds LS1 4AB.', 'street-address:Flat 3, 12 Elm Road, Leeds LS1 4AB'],
    ['Bahnhofstrasse 12a, 8001 Zürich', 'street-address:Bahnhofstrasse 12a, 8001 Zürich'],
    ['12 bis, rue de la Paix, 75002 Paris', 'street-address:12 bis, rue de la Paix, 75002 Paris'],
    ['Calle Mayor 5, 3º B', 'street-address:Calle Mayor 5, 3º B'],
    ['Nad Vodou 12, 602 00 Brno', 'street-address:Nad Vodou 12, 602 00 Brno'],
    ['P.O. Box 123, Tulsa, OK 74103', 'street-address:P.O. Box 123, Tulsa, OK 74103'],
  ];
  for (const [text, ...expected] of cases) assert.deepEqual(find(text), expected, text);
});

test('companies, products, days and ordinary words stay', () => {
  for (const text of [
    'The Support Team will update the Settings Page on Monday.',
    'Acme Corp. bought Nordwind Energy GmbH in June.',
    'the Kubernetes cluster and our Jira board',
    "Don't worry, it's only a follow-up. We're done.",
    'Halvorsen & Partners and the Ministry of Transport',
    'Windows, Excel and PostgreSQL run on it.',
    'In the first place, go the right way and take a court order.',
    'Step 3: Open the door. 12 place settings, 4 way stop.',
    'VAT, GDPR and SLA are due.',
    'in progress',
    'red',
    'Grace period of 30 days. Will you mark it? Mark as done.',
  ])
    assert.deepEqual(find(text), [], text);
});

test('each detector claims its own, and what may be either is masked by whichever is asked for', () => {
  const text = 'Adaeze moved to Gdynia, near 12 Elm Road.';
  assert.deepEqual(find(text, ['person-name']), ['person-name:Adaeze']);
  assert.deepEqual(find(text, ['place']), ['place:Gdynia']);
  assert.deepEqual(find(text, ['street-address']), ['street-address:12 Elm Road']);
  assert.deepEqual(find(text, ['email']), []);
  const either = 'It was Lomidze again.';
  assert.deepEqual(find(either, ['person-name']), ['person-name:Lomidze']);
  assert.deepEqual(find(either, ['place']), ['place:Lomidze']);
  assert.deepEqual(find(either), ['person-name:Lomidze']);
});

test('the place is right in bytes, behind characters of any length', () => {
  assert.deepEqual(find('😀 “é” – Adaeze Okonkwo 😀 in Łódź.'), ['person-name:Adaeze Okonkwo', 'place:Łódź']);
});
