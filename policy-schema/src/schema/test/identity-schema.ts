import { choice } from '../choice.ts';
import { mapOf } from '../map-of.ts';
import { listOf, literals } from '../names.ts';
import * as Type from '../type.ts';

/** Who asks in a test. What is left out is what an issuer would not have said. */
export const testIdentitySchema = Type.Object(
  {
    subject: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 256,
        description: 'The subject, as its issuer says it. Default: the name that it has here.',
      }),
    ),
    issuer: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description: 'The configured name of the issuer. Default: that of the connection’s people.',
      }),
    ),
    kind: Type.Optional(
      choice('Who it is.', { person: 'a human (the default)', service: 'a workload, such as a pipeline' }),
    ),
    groups: Type.Optional(
      listOf('A group, without the name of the issuer.', 'The groups it is a member of. Default: none.'),
    ),
    groupsComplete: Type.Optional(
      Type.Boolean({
        description:
          'False: the issuer may have left groups out, so that absence from a group is unknown. Default: true.',
      }),
    ),
    claims: Type.Optional(
      mapOf(
        Type.Union([...literals(), Type.Array(Type.String({ maxLength: 1000 }), { maxItems: 1000 })], {
          description: 'The value of a declared claim.',
        }),
        { description: 'Claims that the sign-in carries. One that is left out is absent.' },
      ),
    ),
  },
  { additionalProperties: false, title: 'TestIdentity', description: 'Who asks.' },
);

export type TestIdentity = Type.Static<typeof testIdentitySchema>;
