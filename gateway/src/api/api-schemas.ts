import { facetKeys, mostCounted } from '@vectorgate/policy-schema/records-query';
import Type from 'typebox';

const strict = { additionalProperties: false } as const;
const text = (description?: string) => Type.String(description === undefined ? {} : { description });
const instant = Type.String({ format: 'date-time' });
const identifier = Type.String({ pattern: '^[0-9A-HJKMNP-TV-Z]{26}$', description: 'ULID.' });

export const ErrorSchema = Type.Object(
  {
    error: Type.Object(
      { code: text('Stable.'), message: text('What, for people.'), next: text('What to do next.') },
      strict,
    ),
  },
  strict,
);

export const MeSchema = Type.Object(
  {
    identity: Type.Object(
      {
        issuer: text('Configured name.'),
        kind: Type.Union([Type.Literal('person'), Type.Literal('service')]),
        subject: text(),
        name: Type.Optional(text()),
        groups: Type.Array(text()),
      },
      strict,
    ),
    session: Type.Union([Type.Object({ id: text(), expires: instant }, strict), Type.Null()], {
      description: 'The sign-in, with its absolute end; null for workloads.',
    }),
    reviewer: Type.Boolean({ description: 'Rules let me look at records of others, somewhere.' }),
    reviews: Type.Array(text(), {
      description: 'Connections on which they do; "(gateway)" has what was done to the records themselves.',
    }),
    policyReader: Type.Boolean({
      description: 'May see files and lines of rules, and errors of policy files.',
    }),
    policyPublisher: Type.Boolean({ description: 'May put policies in force by publishing them.' }),
  },
  strict,
);

export const ConnectionsSchema = Type.Object(
  {
    connections: Type.Array(
      Type.Object(
        {
          name: text(),
          store: text(),
          knownAs: Type.Array(text('host:port')),
          mode: Type.Union([Type.Literal('enforce'), Type.Literal('monitor')]),
          server: Type.Optional(
            Type.Object(
              {
                version: text(),
                known: Type.Boolean({
                  description:
                    'False: this gateway was not made for that version; what it does not know of it stays refused.',
                }),
              },
              { ...strict, description: 'The server behind it; absent while it does not answer.' },
            ),
          ),
        },
        strict,
      ),
    ),
  },
  strict,
);

const Session = Type.Object(
  {
    id: identifier,
    who: Type.Object({ issuer: text(), subject: text(), name: Type.Optional(text()) }, strict),
    connection: text(),
    store: text(),
    started: instant,
    ended: instant,
    records: Type.Integer(),
    refused: Type.Integer(),
    masked: Type.Integer(),
  },
  strict,
);

const Header = Type.Object(
  { id: identifier, session: identifier, time: instant, connection: text() },
  {
    description: 'Header of a record as it was written. File and line of rules only for policy readers.',
  },
);

export const SessionsSchema = Type.Object(
  { sessions: Type.Array(Session), next: Type.Optional(text('Cursor of the next page.')) },
  strict,
);
export const SessionSchema = Type.Object({ session: Session, records: Type.Array(Header) }, strict);

const counted = (description: string) => Type.Integer({ minimum: 0, description });
const Looked = Type.Optional(
  Type.Object(
    {
      records: counted('Records that satisfy the other terms, and whose turn it was.'),
      back: Type.Optional(instant),
      further: Type.Optional(Type.Literal(true, { description: 'Older ones were not looked into.' })),
      forgotten: counted('Of those: their session was forgotten.'),
      bare: counted('Nothing was kept of what was asked.'),
      withheld: counted('What was asked, or what was decided about it, is withheld from me.'),
      partly: counted('Withheld in part; what is shown was looked into.'),
      long: counted('Longer than what is looked into.'),
      damaged: counted('It cannot be read.'),
    },
    {
      ...strict,
      description: 'With text:, filter: or reach: in the query: how far it was looked for, the latest first.',
    },
  ),
);

const Reason = Type.Object({ what: text(), next: text() }, strict);
export const RecordsSchema = Type.Object(
  {
    records: Type.Array(Type.Intersect([Header, Type.Object({ reason: Type.Optional(Reason) })])),
    next: Type.Optional(text('Cursor of the next page.')),
    looked: Looked,
  },
  strict,
);

const count = Type.Integer({ minimum: 0, maximum: mostCounted });
const more = Type.Optional(Type.Literal(true, { description: 'There are more than that.' }));
const Facets = Type.Array(
  Type.Object(
    {
      key: Type.Union(facetKeys.map((key) => Type.Literal(key))),
      values: Type.Array(
        Type.Object(
          {
            value: text('As a query has it behind the key; in quotes where it has blanks.'),
            name: Type.Optional(text('What people call it, where that differs.')),
            count,
            more,
          },
          strict,
        ),
      ),
      more,
    },
    strict,
  ),
  { description: 'The most frequent values of each key, the most frequent first.' },
);
const total = Type.Object({ count, more }, strict);
export const FacetsSchema = Type.Object({ total, facets: Facets, looked: Looked }, strict);
export const SummarySchema = Type.Object(
  {
    total,
    people: Type.Array(
      Type.Object(
        { who: text('issuer:subject'), name: Type.Optional(text()), count, more, facets: Facets },
        strict,
      ),
      { description: 'Twenty at the most: those first who got something whole, then the most frequent.' },
    ),
    more,
    looked: Looked,
  },
  strict,
);

export const RecordSchema = Type.Object(
  {
    header: Header,
    decision: Type.Unknown({ description: 'Effect, obligations, trace; for a refusal also what and next.' }),
    operations: Type.Unknown(),
    request: Type.Unknown({ description: 'As judged.' }),
    response: Type.Unknown({ description: 'As delivered, under the guards of whoever reads it.' }),
    masked: Type.Optional(
      Type.Array(
        Type.Object(
          {
            field: text(),
            method: text(),
            found: Type.Optional(Type.Array(text(), { description: 'What detectors found in it.' })),
            sought: Type.Optional(
              Type.Array(text(), {
                description:
                  'What was to be looked for in texts that could not be looked through, and were hidden whole.',
              }),
            ),
            count: Type.Integer({ minimum: 1 }),
          },
          strict,
        ),
        {
          description:
            'What was masked in the response as it is here, by field: for whoever asked, then for whoever reads it. Absent where there is no response.',
        },
      ),
    ),
    withheld: Type.Array(Type.Object({ part: text(), reason: text() }, strict)),
  },
  strict,
);

export const ForgetSchema = Type.Object(
  {
    reason: Type.String({
      minLength: 1,
      maxLength: 1000,
      description: 'Kept in the record of it, encrypted, for those who may review (gateway).',
    }),
  },
  strict,
);
export const ForgottenSchema = Type.Object({ forgotten: identifier }, strict);

export const NoteSchema = Type.Object(
  {
    text: Type.String({
      minLength: 1,
      maxLength: 4000,
      description: 'Kept encrypted under the key of the session, for reviewers.',
    }),
    record: Type.Optional(identifier),
  },
  strict,
);
export const NotedSchema = Type.Object({ noted: identifier }, strict);
export const NotesSchema = Type.Object(
  {
    notes: Type.Array(
      Type.Object(
        {
          id: identifier,
          time: instant,
          who: Type.Object({ issuer: text(), subject: text(), name: Type.Optional(text()) }, strict),
          record: Type.Optional(identifier),
          text: Type.Union([text(), Type.Null()], { description: 'Null: forgotten with its session.' }),
        },
        strict,
      ),
    ),
  },
  strict,
);

export const WellKnownSchema = Type.Object(
  {
    product: Type.Literal('vectorgate'),
    apiVersion: Type.Literal('v1'),
    issuer: text(),
    dataPlane: text(),
    signInReturn: text(),
    governed: Type.Array(Type.Object({ name: text('host:port'), connection: text(), store: text() }, strict)),
  },
  strict,
);

export const HealthSchema = Type.Object(
  {
    ok: Type.Boolean(),
    recording: Type.Object({ ok: Type.Boolean(), reason: Type.Optional(text()) }, strict),
    policy: Type.Object({ ok: Type.Boolean() }, strict),
    files: Type.Object(
      {
        ok: Type.Boolean({
          description: 'Whether all certificates and credentials in files are the newest.',
        }),
        stale: Type.Optional(
          Type.Array(text('Key in the configuration, e.g. listeners.data.tls.'), {
            description:
              'Only for operators. Those whose files hold nothing good: what was there before stays in force.',
          }),
        ),
      },
      strict,
    ),
  },
  strict,
);

/** Query parameters: all text. */
export const limit = Type.Optional(
  Type.String({ pattern: '^([1-9]\\d?|1\\d\\d|200)$', description: '1 to 200; default 50.' }),
);
export const all = Type.Optional(
  Type.Literal('1', {
    description: 'Those of others, too, that rules let me review. It is recorded that I looked.',
  }),
);
export const cursor = Type.Optional(
  Type.String({ maxLength: 256, description: 'From `next` of the page before.' }),
);
export const recordsQuery = Type.Optional(
  Type.String({
    maxLength: 4_000,
    description: 'What to look for, e.g. class:search effect:deny since:7d; see docs/search.md.',
  }),
);
export const ExtractSchema = Type.Object(
  {
    maskBy: Type.Array(
      Type.Object(
        {
          path: Type.String({ minLength: 1, maxLength: 300 }),
          text: Type.String({ maxLength: 100_000 }),
        },
        strict,
      ),
      {
        minItems: 1,
        maxItems: 100,
        description:
          'Policy documents of guards with masks, and nothing else: 100,000 bytes in all at the most.',
      },
    ),
  },
  strict,
);
export const exportFormat = Type.Optional(
  Type.Union([Type.Literal('vgsession'), Type.Literal('jsonl'), Type.Literal('csv')], {
    description: 'Of the file; default vgsession. CSV has headers alone.',
  }),
);
export const bodies = Type.Optional(
  Type.Union([Type.Literal('none'), Type.Literal('request'), Type.Literal('all')], {
    description:
      'How much of what was asked and answered: nothing (the default), the request, or both. Decisions are always there.',
  }),
);
export const effect = Type.Optional(
  Type.Union([Type.Literal('allow'), Type.Literal('deny'), Type.Literal('require-approval')], {
    description: 'Only records with this effect.',
  }),
);
export const id = Type.String({ pattern: '^[0-9A-HJKMNP-TV-Z]{26}$', description: 'ULID.' });
