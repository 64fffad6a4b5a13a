import type { DetectorName } from '@vectorgate/policy-schema';
import { Random } from './random.ts';
import type { TextSet } from './text-set.ts';
import { makeValue } from './values.ts';

/** A value in a text that must not be shown; positions in UTF-16 units. */
export interface Label {
  readonly detector: DetectorName;
  readonly start: number;
  readonly end: number;
}

/** A text with its labels. */
export interface Sentence {
  readonly text: string;
  readonly labels: readonly Label[];
}

const detectorOf: Readonly<Record<string, DetectorName>> = {
  given: 'person-name',
  surname: 'person-name',
  person: 'person-name',
  place: 'place',
  country: 'place',
  street: 'street-address',
  email: 'email',
  phone: 'phone',
  card: 'credit-card',
  iban: 'iban',
  ssn: 'us-ssn',
  ip: 'ip',
};

function filler(kind: string, random: Random, set: TextSet): string {
  const day = String(1 + random.below(28)).padStart(2, '0');
  const month = String(1 + random.below(12)).padStart(2, '0');
  switch (kind) {
    case 'date':
      return random.pick([
        `2024-${month}-${day}`,
        `${day}/${month}/2023`,
        `${day}.${month}.2024`,
        `${Number(day)} April 2024`,
      ]);
    case 'time':
      return `${String(random.below(24)).padStart(2, '0')}:${String(random.below(60)).padStart(2, '0')}`;
    case 'amount':
      return random.pick([
        `$${1 + random.below(900)}.${random.digits(2)}`,
        `EUR 1,${random.digits(3)}.00`,
        `${1 + random.below(99)} 000 CHF`,
      ]);
    case 'ref':
      return random.pick([
        `#${random.digits(6)}`,
        `INV-${random.digits(5)}`,
        `2024/${random.digits(4)}`,
        random.digits(8),
      ]);
    case 'n':
      return String(1 + random.below(900));
    default:
      return random.pick(set.fillers[kind]!);
  }
}

/** Makes `count` sentences: every template in turn, with values of its own. The same seed makes the same ones. */
export function makeSentences(set: TextSet, count: number, seed: number): Sentence[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) => {
    const template = set.templates[i % set.templates.length]!;
    const labels: Label[] = [];
    let text = '';
    let at = 0;
    for (const match of template.matchAll(/\{(\w+)\}/g)) {
      const kind = match[1]!;
      text += template.slice(at, match.index);
      at = match.index + match[0].length;
      const value = makeValue(kind, random, set) ?? filler(kind, random, set);
      const detector = detectorOf[kind];
      if (detector !== undefined)
        labels.push({ detector, start: text.length, end: text.length + value.length });
      text += value;
    }
    return { text: text + template.slice(at), labels };
  });
}
