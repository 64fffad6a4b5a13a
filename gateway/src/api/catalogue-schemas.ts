import Type from 'typebox';

const strict = { additionalProperties: false } as const;
const text = (description?: string) => Type.String(description === undefined ? {} : { description });
const instant = Type.String({ format: 'date-time' });
const made = {
  dimension: Type.Optional(Type.Integer({ minimum: 0 })),
  metric: Type.Optional(text('How near is measured, in the store’s own word.')),
} as const;
const place = {
  connection: text(),
  tenant: Type.Optional(text()),
  database: Type.Optional(text()),
  name: text(),
} as const;

export const CatalogueSchema = Type.Object(
  {
    connections: Type.Array(
      Type.Object(
        {
          name: text(),
          store: text(),
          people: text('The issuer whose names stand bare in rules about it.'),
          sameDatabaseAs: Type.Optional(
            Type.Array(text(), {
              description:
                'Other connections that lead to the same database by their addresses, which are not told. Policy readers only.',
            }),
          ),
          taken: Type.Optional(
            Type.String({ format: 'date-time', description: 'When it was listed; absent where nobody can.' }),
          ),
          whole: Type.Boolean({
            description: 'Rules let me know of every collection, so what is not listed is not there.',
          }),
          problem: Type.Optional(text('Why nothing newer, or nothing at all, is known.')),
        },
        strict,
      ),
    ),
    issuers: Type.Array(
      Type.Object(
        {
          name: text(),
          claims: Type.Optional(
            Type.Record(Type.String(), text(), { description: 'Types of claims. Policy readers only.' }),
          ),
        },
        strict,
      ),
    ),
    collections: Type.Array(Type.Object({ ...place, ...made }, strict), {
      description: 'Those that I may know of.',
    }),
    next: Type.Optional(text('Cursor of the next page, which may be empty.')),
  },
  strict,
);

const fieldType = Type.Union(
  (['string', 'number', 'boolean', 'list', 'map'] as const).map((type) => Type.Literal(type)),
);

export const DetailsSchema = Type.Object(
  {
    collections: Type.Array(
      Type.Object(
        {
          ...place,
          ...made,
          sample: Type.Optional(
            Type.Object(
              {
                taken: instant,
                count: Type.Optional(
                  Type.Integer({ minimum: 0, description: 'Records in it, as the store counts them.' }),
                ),
                records: Type.Integer({ minimum: 0, description: 'Records that were looked at.' }),
                fields: Type.Array(
                  Type.Object(
                    {
                      path: text(),
                      types: Type.Array(fieldType, { description: 'The most frequent first.' }),
                      records: Type.Integer({ minimum: 1, description: 'Of those looked at that have it.' }),
                    },
                    strict,
                  ),
                ),
              },
              {
                ...strict,
                description:
                  'Names and types, and no value. Only where rules let me review it, and without what a mask drops for me.',
              },
            ),
          ),
          withheld: Type.Optional(text('Why there is no sample.')),
        },
        strict,
      ),
    ),
    more: Type.Boolean({ description: 'More collections match.' }),
  },
  strict,
);

export const PeopleSchema = Type.Object(
  {
    issuers: Type.Array(
      Type.Object({ name: text(), groups: Type.Array(text()), subjects: Type.Array(text()) }, strict),
    ),
    fromRecords: Type.Boolean({
      description: 'False: they are my own alone, for rules let me review nothing.',
    }),
  },
  strict,
);
