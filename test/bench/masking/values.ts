import type { Random } from './random.ts';
import type { TextSet } from './text-set.ts';

/** Digits of a payment card: a known issuer's beginning, Luhn's check digit at the end. */
function card(random: Random): string {
  const start = random.pick(['4', '52', '54', '37', '6011', '3528']);
  const length = start === '37' ? 15 : 16;
  const body = start + random.digits(length - 1 - start.length);
  let sum = 0;
  for (let i = 0; i < body.length; i++) {
    let digit = Number(body[body.length - 1 - i]);
    if (i % 2 === 0) {
      digit *= 2;
      if (digit > 9) digit -= 9;
    }
    sum += digit;
  }
  const digits = body + ((10 - (sum % 10)) % 10);
  const groups = length === 15 ? [4, 6, 5] : [4, 4, 4, 4];
  return grouped(digits, groups, random.pick([' ', ' ', '', '-', '.']));
}

function grouped(digits: string, groups: readonly number[], by: string): string {
  let at = 0;
  return groups
    .map((length) => {
      at += length;
      return digits.slice(at - length, at);
    })
    .join(by);
}

/** Country and form of the rest: `n` a digit, `a` a letter. */
const ibanForms = {
  seen: ['DE n18', 'GB a4 n14', 'FR n23', 'ES n20', 'PL n24'],
  unseen: [
    'AT n16',
    'CH n17',
    'NL a4 n10',
    'IT a1 n22',
    'BE n12',
    'PT n21',
    'NO n11',
    'SE n20',
    'IE a4 n14',
    'BR n23 a2',
    'SA n20',
    'CZ n20',
  ],
};

function iban(random: Random, set: keyof typeof ibanForms): string {
  const [country = '', ...parts] = random.pick(ibanForms[set]).split(' ');
  const rest = parts
    .map((part) => {
      const count = Number(part.slice(1));
      return part[0] === 'n'
        ? random.digits(count)
        : Array.from({ length: count }, () => random.pick([...'ABCDEFGHJKLMNPRSTUVWXYZ'])).join('');
    })
    .join('');
  const number = [...`${rest}${country}00`]
    .map((c) => (/\d/.test(c) ? c : String(c.charCodeAt(0) - 55)))
    .join('');
  const check = String(98n - (BigInt(number) % 97n)).padStart(2, '0');
  const whole = `${country}${check}${rest}`;
  return random.below(3) === 0 ? whole : whole.replace(/.{4}(?=.)/g, random.pick(['$& ', '$& ', '$&-']));
}

function ssn(random: Random): string {
  const area = String(1 + random.below(665)).padStart(3, '0');
  const digits =
    area + String(1 + random.below(99)).padStart(2, '0') + String(1 + random.below(9999)).padStart(4, '0');
  return grouped(digits, [3, 2, 4], random.pick(['-', '-', '-', ' ', '.']));
}

function ip(random: Random): string {
  const hex = (): string => random.below(65_536).toString(16);
  const byte = (): number => 1 + random.below(254);
  return random.pick([
    () => `${byte()}.${random.below(256)}.${random.below(256)}.${byte()}`,
    () => `${byte()}.${random.below(256)}.${random.below(256)}.${byte()}`,
    () => `2001:db8:${hex()}:${hex()}:${hex()}:${hex()}:${hex()}:${hex()}`,
    () => `2001:db8:${hex()}::${hex()}`,
    () => `fe80::${hex()}:${hex()}:${hex()}:${hex()}`,
  ])();
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase() || 'x';

/** Makes a value of every labelled class. */
export function makeValue(kind: string, random: Random, set: TextSet): string | undefined {
  const people = random.pick(set.people);
  const given = random.pick(people.given);
  const family = random.pick(people.family);
  switch (kind) {
    case 'given':
      return given;
    case 'surname':
      return family;
    case 'person':
      return random.pick([
        `${given} ${family}`,
        `${given} ${family}`,
        `${given} ${family}`,
        `${given[0]}. ${family}`,
      ]);
    case 'place':
      return random.pick(set.places);
    case 'street':
      return random
        .pick(set.streets.formats)
        .replaceAll('{name}', random.pick(set.streets.names))
        .replaceAll('{n}', String(1 + random.below(240)))
        .replaceAll('{l}', random.pick(['a', 'b', 'C']))
        .replace(/\{d\}/g, () => String(1 + random.below(9)));
    case 'email':
      return random.pick([
        () => `${plain(given)}.${plain(family)}@${random.pick(set.domains)}`,
        () => `${plain(given)[0]}${plain(family)}${random.below(90)}@${random.pick(set.domains)}`,
        () => `${plain(family)}+${plain(given)}@${random.pick(set.domains)}`,
        () =>
          `${given.toLowerCase().replace(/[^\p{L}]/gu, '')}_${random.below(90)}@${random.pick(set.domains)}`,
      ])();
    case 'phone':
      return random.pattern(random.pick(set.phones));
    case 'card':
      return card(random);
    case 'iban':
      return iban(random, set.name);
    case 'ssn':
      return ssn(random);
    case 'ip':
      return ip(random);
    default:
      return undefined;
  }
}
