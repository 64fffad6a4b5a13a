import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DetectorName } from '@vectorgate/policy-schema';
import { goals, overMaskingGoal } from '../../../../test/bench/masking/goals.ts';
import { hardForms, hardValues } from '../../../../test/bench/masking/hard-forms.ts';
import { makeSentences } from '../../../../test/bench/masking/make-sentences.ts';
import { hiddenUnits, measure, shownPart } from '../../../../test/bench/masking/measure.ts';
import { textSet } from '../../../../test/bench/masking/text-set.ts';
import { givenNames } from './language/words/given-names.ts';
import { places } from './language/words/places.ts';
import { wordSurnames } from './language/words/word-surnames.ts';

// A small run of `npm run bench:masking`, with its goals: a change that makes masks leak more shows here.
const classes = Object.keys(goals) as DetectorName[];
const unseen = textSet('unseen');
const sentences = makeSentences(unseen, 800, 7);

test('on texts and names that were not tuned with, no class leaks more than its goal, and other words stay', () => {
  const { byClass, otherWords, otherWordsRemoved } = measure(sentences, new Set(classes));
  for (const detector of classes) {
    const { total, leaked } = byClass.get(detector) ?? assert.fail(`no ${detector} among the sentences`);
    assert.ok(total >= 10, detector);
    assert.ok(leaked / total <= goals[detector], `${detector}: ${leaked} of ${total} leak`);
  }
  assert.ok(
    otherWordsRemoved / otherWords <= overMaskingGoal,
    `${otherWordsRemoved} of ${otherWords} removed`,
  );
});

test('the measure sees a leak: without detectors, every value leaks', () => {
  for (const { text, labels } of sentences.slice(0, 100)) {
    const hidden = hiddenUnits(text, new Set());
    for (const { start, end } of labels) assert.equal(shownPart(text, hidden, start, end), 1);
  }
});

test('what is measured with is in no word list of the detectors', () => {
  const listed = [
    ...unseen.people.flatMap(({ given }) => given).filter((name) => givenNames.has(name.toLowerCase())),
    ...unseen.people.flatMap(({ family }) => family).filter((name) => wordSurnames.has(name.toLowerCase())),
    ...unseen.places.filter((place) => places.has(place.toLowerCase())),
  ];
  assert.deepEqual(listed, []);
  const seen = textSet('seen');
  for (const kind of ['templates', 'places', 'phones'] as const)
    assert.deepEqual(
      unseen[kind].filter((one) => seen[kind].includes(one)),
      [],
      kind,
    );
  const names = new Set(seen.people.flatMap(({ given, family }) => [...given, ...family]));
  assert.deepEqual(
    unseen.people.flatMap(({ given, family }) => [...given, ...family]).filter((one) => names.has(one)),
    [],
  );
});

test('ways of writing a value: those that can be read are hidden, all values of them', () => {
  const unreadable = new Set(['line break inside', 'gzip in Base64', 'ROT13', 'backwards']);
  for (const form of hardForms) {
    if (unreadable.has(form.name)) continue;
    for (const [detector, value] of Object.entries(hardValues)) {
      const { text, secret } = form.write(value);
      const at = text.indexOf(secret);
      const shown = shownPart(text, hiddenUnits(text, new Set(classes)), at, at + secret.length);
      assert.ok(shown <= 1 / 3, `${form.name}, ${detector}: ${shown} shown`);
    }
  }
});
