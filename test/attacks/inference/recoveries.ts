import type { Facts } from './facts.ts';

/** Asks one question about the collection: true, false, or undefined when it is not answered. */
export type Ask = (
  route: 'get' | 'query',
  body: Readonly<Record<string, unknown>>,
) => Promise<boolean | undefined>;

/** A value that many small questions give away. */
export interface Recovery {
  readonly name: string;
  readonly truth: string;
  readonly run: (ask: Ask) => Promise<string>;
}

const digitsAtMost = 19;

/** What an attacker reads out bit by bit where each question is answered; a refused one ends it. */
export const recoveries = ({ victim, right, emails }: Facts): readonly Recovery[] => {
  const ids = [victim.id];
  return [
    {
      name: 'an e-mail address, by halving a list of candidates with $in',
      truth: right.email,
      run: async (ask) => {
        let left = [...new Set(emails)];
        while (left.length > 1) {
          const half = left.slice(0, left.length >> 1);
          const yes = await ask('get', { ids, include: [], where: { email: { $in: half } } });
          if (yes === undefined) return '';
          left = yes ? half : left.slice(half.length);
        }
        return left[0] ?? '';
      },
    },
    {
      name: 'a card number, digit by digit with $regex',
      truth: right.words,
      run: async (ask) => {
        let known = '';
        while (known.length < digitsAtMost) {
          let next: string | undefined;
          for (const candidate of [...'0123456789 ']) {
            const yes = await ask('get', {
              ids,
              include: [],
              where_document: { $regex: `[Cc]ard (on file )?${known}${candidate}` },
            });
            if (yes === undefined) return known;
            if (yes) {
              next = candidate;
              break;
            }
          }
          if (next === undefined) break;
          known += next;
        }
        return known.trim();
      },
    },
    {
      name: 'a telephone number, by an exact guess in a query',
      truth: right.phone,
      run: async (ask) => {
        for (const guess of [right.phone, '+49 000']) {
          const body = { ids, query_embeddings: [victim.embedding], where: { phone: guess }, include: [] };
          const yes = await ask('query', body);
          if (yes === undefined) return '';
          if (yes) return guess;
        }
        return '';
      },
    },
  ];
};
