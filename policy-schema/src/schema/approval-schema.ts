import { choice } from './choice.ts';
import { listOf } from './names.ts';
import * as Type from './type.ts';

export const approvalSchema = Type.Object(
  {
    approvers: Type.Object(
      {
        groups: Type.Optional(listOf('A group.', 'Members of any of these groups.')),
        subjects: Type.Optional(listOf('A subject.', 'Any of these people.')),
      },
      {
        additionalProperties: false,
        minProperties: 1,
        title: 'Approvers',
        description: 'Who may approve; never the requester.',
      },
    ),
    count: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 10, description: 'How many must approve. Default: 1.' }),
    ),
    expires: Type.Optional(
      Type.String({
        pattern: '^[1-9][0-9]{0,5}(m|h|d)$',
        description: 'How long a request waits, e.g. 30m. Default: 1h.',
      }),
    ),
    reason: Type.Optional(
      choice('Whether the requester gives a reason.', {
        required: 'a request without a reason is not taken',
        optional: 'the default',
      }),
    ),
  },
  {
    additionalProperties: false,
    title: 'Approval',
    description: 'Who must approve, how many, and for how long a request waits.',
  },
);
