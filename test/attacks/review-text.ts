import type { Outcome } from './attack-table.ts';
import { attacks, page, q, type Run } from './review-probes.ts';
import { hiddenField, type Reviewer, type ReviewWorld, secret } from './review-world.ts';

/** A word like the hidden one that stands nowhere. */
const nowhere = 'kim@nowhere.example';
/** Who looks cannot tell by how long it takes: numbers of records alone are compared, and those are of what she may see. */
const text = (word: string, more = ''): string => page(`text:"${word}" who:ana${more}`, '&limit=200');
const counts = (query: string): string => `/api/v1/records/facets?all=1&query=${q(query)}`;
const summary = (query: string): string => `/api/v1/records/summary?all=1&query=${q(query)}`;
/** What guards left within reach, of a tenant that a mask hides from her, or one that is nowhere. */
const reach = (tenant: string): string => `reach:tenant=${tenant} who:ana collection:cases-bound`;

/** Asks once more where so much was asked within the minute: an answer that says only that would look like any other. */
export const patient = (who: Reviewer): Reviewer => ({
  ...who,
  ask: async (path, init) => {
    for (;;) {
      const answer = await who.ask(path, init);
      if (answer.status !== 429) return answer;
      const [, seconds = '5'] = /in (\d+) s/.exec(answer.text) ?? [];
      await new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1_000));
    }
  },
});

/** Tries to find by text what a narrow reviewer is not shown, and to keep the gateway busy. */
export function textAttacks({ narrow, watcher, observer, nobody }: ReviewWorld) {
  const answers = new Map<string, Promise<string>>();
  const answer = (path: string, who: Reviewer): Promise<string> => {
    const known =
      answers.get(path) ??
      patient(who)
        .ask(path)
        .then(({ status, text }) => `${status} ${text}`);
    answers.set(path, known);
    return known;
  };
  /** Stopped when it is answered as a question about what stands nowhere: with the same records, numbers and times. */
  const alike = async (real: string, unreal: string, who = watcher): Promise<Outcome> => {
    const [one, other] = [await answer(real, who), await answer(unreal, who)];
    const same = one === other && one.startsWith('200 ') && one.includes('"looked":{"records":');
    return { passed: !same, seen: same ? 'alike' : `${one.slice(0, 60)} / ${other.slice(0, 60)}` };
  };
  const nothing =
    (who: Reviewer, path: string, status = 200): Run =>
    async (): Promise<Outcome> => {
      const { status: got, body } = await who.ask(path);
      const found = ((body.records as unknown[] | undefined) ?? []).length;
      return { passed: got !== status || found > 0, seen: `${got}, ${found} found` };
    };
  return attacks(
    ['an address that is masked', () => alike(text(secret), text(nowhere))],
    ['a part of it, in other letters', () => alike(text('ＺＯＥ@'), text(nowhere))],
    ['a pattern for it', () => alike(page('text:z*e@acme* who:ana', '&limit=200'), text(nowhere))],
    [
      'whether it is there, by not',
      () => alike(page(`-text:${secret} who:ana`), page(`-text:${nowhere} who:ana`)),
    ],
    [
      'the same, counted',
      () => alike(counts(`text:acme.example who:ana`), counts(`text:nowhere.example who:ana`)),
    ],
    ['a collection that is hidden', () => alike(text('payroll'), text(nowhere))],
    [
      'a value of a request that was not understood, and of one that is withheld',
      () => alike(text('limit', ' -collection:cases'), text('no-such', ' -collection:cases')),
    ],
    [
      'whose rows a guard left, by a field that is masked',
      () => alike(page(reach('acme')), page(reach('no')), observer),
    ],
    [
      'by not and a pattern, counted',
      () => alike(counts(`-${reach('a*e')}`), counts(`-${reach('n*o')}`), observer),
    ],
    ['who they were for, by rule', () => alike(summary(reach('acme')), summary(reach('no')), observer)],
    [
      'the filter that was added',
      () =>
        alike(
          page('filter:tenant=acme,tenant=a* who:ana'),
          page('filter:tenant=no,tenant=n* who:ana'),
          observer,
        ),
    ],
    [
      'whether a value was filtered on',
      () =>
        alike(
          counts(`-filter:email=${secret} who:ana`),
          counts(`-filter:email=${nowhere} who:ana`),
          observer,
        ),
    ],
    [
      'a filter on a field of a hidden collection',
      () => alike(page(`filter:${hiddenField}=yes who:ana`), page('filter:no=yes who:ana'), observer),
    ],
    ['whose rows others got, without rights', nothing(nobody, page(reach('acme')), 403)],
    ['what others asked, without rights', nothing(nobody, text(secret), 403)],
    ['what others asked, among one’s own', nothing(nobody, `/api/v1/records?query=${q('text:acme')}`)],
    ['a word of 3,000 characters', nothing(nobody, text('x'.repeat(3_000)), 403)],
    ['the same without all=1', nothing(nobody, `/api/v1/records?query=text:${'x'.repeat(3_000)}`, 400)],
    ['one of 201', nothing(nobody, `/api/v1/records?query=text:${'x'.repeat(201)}`, 400)],
    [
      'words that expressions would loop over, turn around or break',
      async () => {
        const words = ['"(a+)+$"', '"[", text:"\\\\"', '%E2%80%AEzoe', '%ED%A0%BD', '%00', '"\'; --"'];
        const seen: number[] = [];
        for (const word of words) {
          const raw = word.startsWith('%') ? `text:${word}` : q(`text:${word}`);
          seen.push((await nobody.ask(`/api/v1/records?query=${raw}&limit=1`)).status);
        }
        return { passed: seen.some((status) => status >= 500), seen: seen.join(', ') };
      },
    ],
    [
      'everything looked into again and again',
      async () => {
        let asked = 0;
        let status = 200;
        for (; asked < 30 && status === 200; asked += 1)
          status = (await nobody.ask(`/api/v1/records?query=${q('-text:nowhere')}`)).status;
        return { passed: status !== 429, seen: `${status} after ${asked}` };
      },
    ],
    ...(
      [
        ['an export', '/api/v1/records/export?all=1&format=jsonl&bodies=all'],
        ['what was asked, to decide it again', '/api/v1/records/asked?all=1'],
      ] as const
    ).map(
      ([name, path]) =>
        [
          `${name} of a search that looks at a part`,
          nothing(narrow, `${path}&query=text:acme`, 400),
        ] as const,
    ),
  );
}
