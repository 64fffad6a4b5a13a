import { cardNumber } from './card-number.ts';
import { iban } from './iban.ts';
import { phoneNumber } from './phone-number.ts';
import type { Random } from './random.ts';

/** A made-up person. */
export interface Customer {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly card: string;
  readonly iban: string;
}

const firstNames =
  'Adaeze Amir Astrid Bruno Carla Chen Dalia Diego Elena Farid Freya Giulia Hana Ingrid Ivan Jonas Kavya Lena Leon Lucia Mads Marta Mateo Mina Nadia Nikhil Noor Olga Owen Paula Pedro Priya Rafael Rosa Samir Selin Sofia Tariq Tomas Vera Wei Yara Yusuf Zoe'.split(
    ' ',
  );
const lastNames =
  'Abbott Almeida Andersen Bauer Becker Calloway Castillo Costa Dubois Eriksen Farkas Ferrari Fischer Garland Haddad Hansen Ibarra Ivanova Jansen Keller Kowalski Lambert Larsen Lindqvist Marchetti Mendes Moreau Nakamura Novak Okafor Olsen Pereira Petrov Quintana Rahman Rossi Sandoval Schneider Silva Tanaka Uddin Vargas Weber Yilmaz Zapata'.split(
    ' ',
  );
/** Under the top-level name that RFC 2606 keeps for examples. */
const mailHosts = ['kitchenmail.example', 'postbox.example', 'homewire.example', 'letters.example'];

export function customer(random: Random): Customer {
  const first = random.pick(firstNames);
  const last = random.pick(lastNames);
  return {
    name: `${first} ${last}`,
    email: `${first}.${last}${random.between(1, 99)}@${random.pick(mailHosts)}`.toLowerCase(),
    phone: phoneNumber(random),
    card: cardNumber(random),
    iban: iban(random),
  };
}
