import Type from 'typebox';

const strict = { additionalProperties: false } as const;
const text = (description?: string) => Type.String(description === undefined ? {} : { description });
const instant = Type.String({ format: 'date-time' });

const Source = Type.Union([Type.Literal('folder'), Type.Literal('git'), Type.Literal('published')], {
  description: 'Where the policies in force come from.',
});

const Change = Type.Object(
  {
    revision: Type.Integer({ minimum: 1, description: 'Above all before it, from wherever they came.' }),
    digest: text('Of the policies.'),
    time: instant,
    source: Source,
    commit: Type.Optional(Type.Object({ commit: text(), dirty: Type.Boolean() }, strict)),
    author: Type.Optional(text('Who wrote it, as the commit or the publisher says. For policy readers.')),
    by: Type.Optional(
      Type.Object(
        { issuer: text(), subject: text(), name: Type.Optional(text()) },
        { ...strict, description: 'Who published it. For policy readers.' },
      ),
    ),
    key: Type.Optional(text('The key that signed it; absent: nobody did. For policy readers.')),
    note: Type.Optional(text('Why. For policy readers.')),
  },
  { ...strict, description: 'How a set of policies came into force.' },
);

const Trouble = Type.Object({ message: text(), remedy: text(), since: instant }, strict);

const CanaryFollowing = Type.Object(
  {
    branch: text(),
    commit: Type.Optional(text('Of what runs; absent: nothing does.')),
    idle: Type.Optional(text('Why nothing does, where that is in order.')),
    trouble: Type.Optional(Trouble),
  },
  {
    ...strict,
    description: 'The branch that runs beside the one in force, where policy.git.canary names one.',
  },
);

export const PolicyFilesSchema = Type.Object(
  {
    digest: text('Of the revision in force.'),
    files: Type.Array(
      Type.Object(
        { path: text('Below the gateway’s policy folder.'), text: text('As it was read.') },
        strict,
      ),
    ),
  },
  strict,
);

export const PolicySchema = Type.Object(
  {
    ok: Type.Boolean({ description: 'False: the files do not load, the last good set is in force.' }),
    revision: Type.Object({
      digest: text(),
      commit: Type.Optional(text()),
      dirty: Type.Optional(Type.Boolean()),
    }),
    loadedAt: instant,
    source: Source,
    change: Type.Optional(Change),
    following: Type.Optional(
      Type.Object(
        {
          branch: text(),
          repository: Type.Optional(text('Only for policy readers, as are the trouble and the canary.')),
          lookedAt: Type.Optional(instant),
          trouble: Type.Optional(Trouble),
          canary: Type.Optional(CanaryFollowing),
        },
        { ...strict, description: 'The branch that the policies come from.' },
      ),
    ),
    publishing: Type.Optional(
      Type.Object(
        {
          signatures: Type.Union([Type.Literal('required'), Type.Literal('optional')]),
          gateway: text('How bundles name this gateway.'),
        },
        { ...strict, description: 'Present where policies can be published.' },
      ),
    ),
    documents: Type.Integer({ minimum: 0 }),
    errors: Type.Optional(
      Type.Array(
        Type.Object(
          {
            file: text(),
            line: Type.Integer(),
            column: Type.Integer(),
            code: text(),
            message: text(),
            remedy: text(),
          },
          strict,
        ),
        { description: 'Only for policy readers.' },
      ),
    ),
  },
  strict,
);

export const RevisionsSchema = Type.Object({ revisions: Type.Array(Change) }, strict);
export const RevisionSchema = Type.Object(
  {
    change: Change,
    files: Type.Array(Type.Object({ path: text(), text: text() }, strict)),
  },
  strict,
);

export const PublishedSchema = Type.Object(
  {
    change: Change,
    widens: Type.Union([Type.Boolean(), Type.Null()], {
      description: 'Whether somebody gets more than before; null: that could not be told.',
    }),
    summary: Type.Union([text(), Type.Null()]),
  },
  strict,
);

export const CanarySchema = Type.Object(
  {
    canary: Type.Union([
      Type.Object(
        {
          change: Change,
          report: Type.Unknown({
            description:
              'As of vectorgate policy replay: requests, how many differ, and what, for whom, by which rule.',
          }),
          failed: Type.Integer({ description: 'Requests that they could not decide.' }),
        },
        strict,
      ),
      Type.Null(),
    ]),
    following: Type.Optional(CanaryFollowing),
  },
  strict,
);
