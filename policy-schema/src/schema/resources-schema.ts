import { listOf } from './names.ts';
import * as Type from './type.ts';

const globs = (what: string) =>
  Type.Optional(
    listOf(`The name of a ${what}; \`*\` stands for any characters.`, `Any of these ${what}s of the store.`),
  );

const where = {
  connections: Type.Optional(listOf('The configured name of a connection.', 'Any of these connections.')),
  tenants: globs('tenant'),
  databases: globs('database'),
  namespaces: globs('namespace'),
  collections: globs('collection'),
};

/** Where: the keys are and-ed, the entries of a list or-ed. */
export const resourcesSchema = Type.Object(
  {
    ...where,
    except: Type.Optional(
      Type.Object(where, {
        additionalProperties: false,
        minProperties: 1,
        title: 'ExceptResources',
        description: 'What is left out.',
      }),
    ),
  },
  {
    additionalProperties: false,
    minProperties: 1,
    title: 'Resources',
    description: 'What a rule is about: each key must hold, and of each list one entry.',
  },
);
