import type { RecordSummary } from '../src/host/index.ts';

const rule = (name: string, count: number) => ({ value: `customer-insights/${name}`, count });

/** Who it was, and by which rule: one who got something whole, one for whom it was masked, one with a name not to be obeyed. */
export const madeSummary: RecordSummary = {
  total: { count: 12_004, more: true },
  people: [
    {
      who: 'people:omar',
      name: 'Omar Haddad',
      count: 2,
      facets: [
        { key: 'rule', values: [rule('owners-manage', 2)] },
        { key: 'effect', values: [{ value: 'allow', count: 2 }] },
        { key: 'unmasked', values: [{ value: 'email', count: 2 }] },
      ],
    },
    {
      who: 'people:ana',
      name: 'Ana Ruiz',
      count: 12_001,
      facets: [
        {
          key: 'rule',
          values: [rule('analysts-read', 12_001), rule('contact-data-is-masked', 9_000)],
          more: true,
        },
        {
          key: 'masked',
          values: [
            { value: 'email', count: 9_000 },
            { value: 'partial', count: 9_000 },
          ],
        },
      ],
    },
    { who: 'ci:ingest', name: '<b>ingest</b>\u202e', count: 1, facets: [] },
  ],
  more: true,
};
