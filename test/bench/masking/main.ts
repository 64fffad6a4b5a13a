// Measures what the masks leave to be seen, and what they remove without need.
import type { DetectorName } from '@vectorgate/policy-schema';
import { goals, overMaskingGoal } from './goals.ts';
import { hardForms, hardValues } from './hard-forms.ts';
import { makeSentences } from './make-sentences.ts';
import { hiddenUnits, measure, shownPart } from './measure.ts';
import { percent, printClasses } from './print-classes.ts';
import { readHardCases } from './read-labelled.ts';
import { textSet } from './text-set.ts';

const argument = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const seed = Number(argument('seed') ?? 20_240_611);
const count = Number(argument('sentences') ?? 3_000);
const examples = Number(argument('examples') ?? 3);
const all = Object.keys(goals) as DetectorName[];
const print = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

print(
  `Masking: what detectors leave to be seen. Seed ${seed}, ${count} sentences each (--seed, --sentences, --examples).`,
);
print(
  'Leaked: more than a third of a value still shows. Partly: less than that. Removed: words that were no value.',
);
for (const name of ['seen', 'unseen'] as const) {
  const measured = measure(makeSentences(textSet(name), count, seed), new Set(all));
  print();
  print(
    name === 'seen'
      ? 'Texts that the detectors were tuned with'
      : 'Texts, names, places, streets and formats that they were not tuned with (the figures that count)',
  );
  printClasses(print, measured, name === 'unseen' ? examples : 0);
}

print();
print('One detector at a time, on the same unseen texts');
const unseen = makeSentences(textSet('unseen'), Math.min(count, 1_500), seed);
for (const detector of all) {
  const { byClass, otherWords, otherWordsRemoved } = measure(unseen, new Set([detector]), true);
  const tally = byClass.get(detector);
  if (tally === undefined) continue;
  print(
    `  ${detector.padEnd(16)} leaked ${percent(tally.leaked, tally.total).padStart(6)}   other words removed ${percent(otherWordsRemoved, otherWords).padStart(6)}`,
  );
}

print();
print('Hard cases: ways of writing a value');
for (const form of hardForms) {
  const leaked = Object.entries(hardValues).filter(([detector, value]) => {
    const { text, secret } = form.write(value);
    const at = text.indexOf(secret);
    return (
      shownPart(text, hiddenUnits(text, new Set(all)), at, at + secret.length) > 1 / 3 && detector !== ''
    );
  });
  const total = Object.keys(hardValues).length;
  print(
    `  ${form.name.padEnd(34)} ${String(total - leaked.length).padStart(2)} of ${total} hidden${leaked.length > 0 ? `; leaked: ${leaked.map(([detector]) => detector).join(', ')}` : ''}`,
  );
}

print();
print('Hard cases: languages and formats');
const cases = readHardCases();
for (const form of new Set(cases.map((one) => one.form))) {
  const { byClass } = measure(
    cases.filter((one) => one.form === form),
    new Set(all),
  );
  const tallies = [...byClass.values()];
  const total = tallies.reduce((sum, tally) => sum + tally.total, 0);
  const leaked = tallies.flatMap((tally) => tally.examples.map((example) => example.split('   in   ')[0]!));
  print(
    `  ${form.padEnd(34)} ${String(total - leaked.length).padStart(2)} of ${total} hidden${leaked.length > 0 ? `; leaked: ${leaked.map((value) => JSON.stringify(value)).join(', ')}` : ''}`,
  );
}

const { byClass, otherWords, otherWordsRemoved } = measure(
  makeSentences(textSet('unseen'), count, seed),
  new Set(all),
);
const missed = all.filter((detector) => {
  const tally = byClass.get(detector);
  return tally === undefined || tally.leaked / tally.total > goals[detector];
});
if (otherWordsRemoved / otherWords > overMaskingGoal)
  print('\nMore other words are removed than the goal allows.');
print(missed.length === 0 ? '\nEvery goal is met.' : `\nGoals missed: ${missed.join(', ')}.`);
process.exitCode = missed.length === 0 && otherWordsRemoved / otherWords <= overMaskingGoal ? 0 : 1;
