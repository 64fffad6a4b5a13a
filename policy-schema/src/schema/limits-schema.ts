import { choice } from './choice.ts';
import * as Type from './type.ts';

const count = (description: string) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000, description }));

const numbers = {
  topK: count('Most hits of a search: offset + limit × group size.'),
  page: count('Most records on one page of a scan.'),
  records: count('Most items in one request: records written, ids fetched, queries asked.'),
};

/** Limits of a permit: it applies only to requests that keep them as asked. */
export const permitLimitsSchema = Type.Object(numbers, {
  additionalProperties: false,
  minProperties: 1,
  title: 'PermitLimits',
  description: 'The permit applies to requests that keep these as asked.',
});

/** Limits of a guard: they bind whatever permit applies. */
export const guardLimitsSchema = Type.Object(
  {
    ...numbers,
    rate: Type.Optional(
      Type.String({
        pattern: '^[1-9][0-9]{0,8}/(s|min|h|day)$',
        description: 'Operations per time and subject, e.g. 60/min.',
      }),
    ),
    onExceed: Type.Optional(
      choice('What happens to a search above topK.', {
        refuse: 'it is refused (the default)',
        lower: 'its number of hits is lowered to topK, and the caller is told',
      }),
    ),
  },
  {
    additionalProperties: false,
    minProperties: 1,
    title: 'GuardLimits',
    description: 'Limits that bind whatever permit applies.',
  },
);
