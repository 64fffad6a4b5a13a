import type { RecordFacets } from '@vectorgate/policy-schema/records-query';
import { policyOf } from '../harness/policies.ts';
import type { Attack, Outcome } from './attack-table.ts';
import {
  type Deed,
  hiddenField,
  type Reviewer,
  type ReviewWorld,
  secret,
  seenDeeds,
} from './review-world.ts';

export const unreal = '01JD8Z6Q4MX3V7H2K9RBT5WYCN';
export const q = (query: string): string => encodeURIComponent(query);
export const page = (query: string, more = ''): string => `/api/v1/records?all=1&query=${q(query)}${more}`;
export const facets = (query: string): string => `/api/v1/records/facets?all=1&query=${q(query)}`;
export const exported = (query: string, format: string): string =>
  `/api/v1/records/export?all=1&bodies=all&format=${format}&query=${q(query)}`;
export const exportOf = (session: string, format: string): string =>
  `/api/v1/sessions/${session}/export?bodies=all&format=${format}`;
/** Asks for an extract, masked by guards that would be less strict than the asker's own. */
export const maskedBy: RequestInit = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    maskBy: [
      {
        path: 'x.policy.yaml',
        text: policyOf(
          ['part', 'effect: guard, mask: [{ fields: [email], method: partial, keepLast: 12 }]'],
          [
            'found',
            'effect: guard, mask: [{ fields: [$document], detectors: [email], method: partial, keepLast: 12 }]',
          ],
        ),
      },
    ],
  }),
};
export const formats = ['vgsession', 'jsonl', 'csv'] as const;
export type Run = () => Promise<Outcome>;

/** Words that only stand in what is hidden from a narrow reviewer. */
export const hiddenWords = ['payroll', 'cases-closed', 'desk', hiddenField, 'support', 'kernel-at-the-desk'];

/** How many records of Ana's an answer speaks of. */
export const countedOf = (body: Readonly<Record<string, unknown>>): number => {
  const { facets: all } = body as Partial<RecordFacets>;
  const ana = all?.find(({ key }) => key === 'who')?.values.find(({ value }) => value === 'people:ana');
  const records = (body.records as { who?: { subject: string } }[] | undefined) ?? [];
  return (ana?.count ?? 0) + records.filter(({ who }) => who?.subject === 'ana').length;
};

/** Stopped when a question about what is hidden is answered as one about what is nowhere. */
export const alike = async (
  who: Reviewer,
  real: string,
  other: string,
  forget: readonly string[] = [],
): Promise<Outcome> => {
  const answer = async (path: string): Promise<string> => {
    const { status, text } = await who.ask(path);
    return forget.reduce((rest, word) => rest.replaceAll(word, '…'), `${status} ${text}`);
  };
  const [one, two] = [await answer(real), await answer(other)];
  return {
    passed: one !== two || one.startsWith('5'),
    seen: one === two ? `alike: ${one.slice(0, 3)}` : `${one.slice(0, 60)} / ${two.slice(0, 60)}`,
  };
};
export const attacks = (...list: readonly (readonly [string, Run])[]): Attack[] =>
  list.map(([name, run]) => ({ name, run }));
export const sessionsOf = (body: Readonly<Record<string, unknown>>) =>
  (body.sessions as { id: string; who: { subject: string }; records: number; refused: number }[]) ?? [];

/** What must not be told in a world, and whether an answer tells it. */
export function reviewProbes(worldNow: () => ReviewWorld) {
  const hiddenRecords = (): readonly string[] =>
    Object.entries(worldNow().records)
      .filter(([deed]) => !seenDeeds.includes(deed as Deed))
      .map(([, id]) => id);

  /** What an answer tells that it must not; what the asker wrote themselves is nothing told. */
  const told = (text: string, asked: string): readonly string[] =>
    [...hiddenRecords(), worldNow().sessions.support, secret, 'acme.example', ...hiddenWords].filter(
      (word) => text.includes(word) && !decodeURIComponent(asked).includes(word),
    );

  /** Stopped when the answer tells nothing hidden and speaks of no more records than may be seen. */
  const silent = async (
    who: Reviewer,
    path: string,
    most: number = seenDeeds.length,
    init?: RequestInit,
  ): Promise<Outcome> => {
    const { status, text, body } = await who.ask(path, init);
    // An archive has the texts of policies, for those who may read them anyway.
    const policies = path.includes('format=vgsession') ? (await who.ask('/api/v1/policy/files')).text : '';
    const words = told(text, `${path}${encodeURIComponent(policies)}`);
    const count = countedOf(body);
    return {
      passed: words.length > 0 || count > most || status >= 500,
      seen: [status, `${count} of hers`, ...words].join(', '),
    };
  };

  const closed = async (
    who: Reviewer,
    path: string,
    status: number,
    init?: RequestInit,
  ): Promise<Outcome> => {
    const answer = await who.ask(path, init);
    const words = told(answer.text, path);
    return {
      passed: answer.status !== status || words.length > 0,
      seen: [answer.status, ...words].join(', '),
    };
  };

  return { hiddenRecords, told, silent, closed };
}
