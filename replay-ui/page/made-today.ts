import type { TodayAnswer } from '../src/host/index.ts';

const rule = (name: string, line: number) => ({
  policy: 'customer-insights',
  rule: name,
  file: 'customer-insights.policy.yaml',
  line,
});
const before = {
  effect: 'allow',
  rules: [rule('analysts-read', 7), rule('contact-data-is-masked', 47), rule('own-tenant-only', 40)],
  masks: [
    { field: 'email', as: 'partial (last 4 shown)' },
    { field: '$document', as: 'email redact, phone redact' },
  ],
  filter: ['tenant'],
} as const;

/** What three sets of policies say: the same, otherwise, and nothing. */
export const madeToday: readonly TodayAnswer[] = [
  {
    by: 'In force at gateway.example.com',
    decided: { before, now: before, changes: [], otherRules: false },
  },
  {
    by: 'The policies here, as they stand in the editor',
    decided: {
      before,
      now: { ...before, masks: [{ field: 'email', as: 'drop' }], filter: [], topK: 20 },
      changes: [
        {
          kind: 'masked',
          what: 'email: partial (last 4 shown) → drop',
          rule: rule('contact-data-is-masked', 47),
        },
        {
          kind: 'widened',
          what: 'filter on tenant dropped',
          rule: { ...rule('own-tenant-only', 40), side: 'base' },
        },
      ],
      otherRules: true,
      unsure: 'claims-not-recorded',
    },
  },
  {
    by: 'Policies that do not load',
    cannot: 'The policies here do not load: a.policy.yaml:3: <b>effect</b> is missing.\u202e',
  },
];
