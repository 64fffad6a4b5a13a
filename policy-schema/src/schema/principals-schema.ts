import { mapOf } from './map-of.ts';
import { listOf, literal } from './names.ts';
import * as Type from './type.ts';

const who = {
  groups: Type.Optional(
    listOf(
      'A group; `issuer:group` for another issuer than the connection’s people.',
      'Members of any of these groups.',
    ),
  ),
  subjects: Type.Optional(
    listOf(
      'A subject; `issuer:subject` for another issuer than the connection’s people.',
      'Any of these, human or service.',
    ),
  ),
  services: Type.Optional(listOf('A service, e.g. `ci:ingest`.', 'Any of these workloads; never a person.')),
  issuers: Type.Optional(
    listOf('The configured name of an issuer.', 'Everybody whom any of these issuers vouches for.'),
  ),
  claims: Type.Optional(
    mapOf(Type.Array(literal(), { minItems: 1, maxItems: 100, description: 'Any of these values.' }), {
      minProperties: 1,
      description:
        'Declared claims that must have one of the values given. A claim that is absent is unknown.',
    }),
  ),
};

/** Who: `groups`, `subjects`, `services` and `issuers` form one list, of which one must hold; `claims` and `except` narrow it. */
export const principalsSchema = Type.Object(
  {
    ...who,
    except: Type.Optional(
      Type.Object(who, {
        additionalProperties: false,
        minProperties: 1,
        title: 'ExceptPrincipals',
        description: 'Who is left out.',
      }),
    ),
  },
  {
    additionalProperties: false,
    minProperties: 1,
    title: 'Principals',
    description:
      'Who a rule is about: groups, subjects, services and issuers form one list; claims and except narrow it.',
  },
);
