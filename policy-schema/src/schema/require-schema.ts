import { mapOf } from './map-of.ts';
import { literal } from './names.ts';
import * as Type from './type.ts';

const term = Type.Union(
  [
    Type.String({ maxLength: 1000, description: 'The field equals this.' }),
    Type.Number({ description: 'The field equals this.' }),
    Type.Boolean({ description: 'The field equals this.' }),
    Type.Array(literal(), { minItems: 1, maxItems: 1000, description: 'The field is one of these.' }),
    Type.Object(
      { claim: Type.String({ minLength: 1, description: 'The name of a declared claim of the caller.' }) },
      {
        additionalProperties: false,
        title: 'ClaimReference',
        description: 'The field equals the caller’s claim, or is one of its values when the claim is a list.',
      },
    ),
  ],
  { title: 'FilterTerm', description: 'A literal (equals), a list (one of) or { claim: name }.' },
);

/** A filter that is and-ed at the root of every query. */
export const requireSchema = Type.Object(
  {
    filter: mapOf(term, {
      minProperties: 1,
      description: 'Field path to what it must be. Several fields are and-ed.',
    }),
  },
  { additionalProperties: false, title: 'Require', description: 'What every query must be narrowed to.' },
);
