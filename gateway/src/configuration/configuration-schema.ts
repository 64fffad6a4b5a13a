import Type, { type Static } from 'typebox';
import { type StoreName, storeNames } from '../protocols/stores.ts';
import { intervalPattern, intervalWords } from './interval-pattern.ts';

const strict = { additionalProperties: false } as const;
const text = (description: string) => Type.String({ minLength: 1, description });

const SecretReference = Type.Union(
  [
    Type.Object({ env: text('Name of the environment variable that holds the secret.') }, strict),
    Type.Object({ file: text('Path of the file that holds the secret.') }, strict),
  ],
  { description: 'Where a secret lies: `env` or `file`. Its text never stands in this file.' },
);

const Listener = Type.Object(
  {
    host: Type.Optional(text('Address to listen on. Default 127.0.0.1.')),
    port: Type.Integer({ minimum: 0, maximum: 65535, description: 'TCP port; 0 takes a free one.' }),
    tls: Type.Optional(
      Type.Object(
        { certificate: text('PEM file, chain included.'), key: text('PEM file.') },
        { ...strict, description: 'Both files are read again when they change.' },
      ),
    ),
    publicUrl: Type.Optional(text('The address under which others reach this listener, when it differs.')),
  },
  strict,
);

const Connection = Type.Object(
  {
    name: Type.String({
      pattern: '^[a-z0-9][a-z0-9-]{0,62}$',
      description: 'Its name in policies and records.',
    }),
    store: Type.Unsafe<StoreName>(
      Type.Union(
        storeNames.map((name) => Type.Literal(name)),
        { description: 'Kind of vector database.' },
      ),
    ),
    address: text('Base URL of the store, which only the gateway should reach.'),
    tls: Type.Optional(
      Type.Object(
        {
          authority: Type.Optional(
            text('PEM file of the certificate authority that signed the store’s certificate.'),
          ),
          verify: Type.Optional(
            Type.Boolean({ description: 'Default true. False accepts any certificate.' }),
          ),
        },
        strict,
      ),
    ),
    knownAs: Type.Array(text('host:port as notebooks write it.'), {
      minItems: 1,
      description: 'The names and ports under which notebooks know the store.',
    }),
    grpc: Type.Optional(
      Type.Object(
        {
          address: text('Base URL of the store’s gRPC port, e.g. http://10.0.0.5:6334.'),
          knownAs: Type.Array(text('host:port as notebooks write it.'), {
            minItems: 1,
            description: 'The names and ports under which notebooks know that port.',
          }),
        },
        {
          ...strict,
          description:
            'Of a store that speaks gRPC too (Qdrant): its port for it, under the same rules, credential and tls. Without it no gRPC call reaches the store.',
        },
      ),
    ),
    credential: Type.Optional(
      Type.Object(
        {
          scheme: Type.Optional(
            Type.Union([Type.Literal('bearer'), Type.Literal('basic'), Type.Literal('jwt-rbac')], {
              description:
                'Authorization: Bearer SECRET, or Basic with user and secret as password (RFC 7617). jwt-rbac: of Qdrant, whose API key is the secret; a token for each request, which allows what was decided and no more.',
            }),
          ),
          user: Type.Optional(text('User of the basic scheme.')),
          header: Type.Optional(
            Type.String({
              pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$",
              description: 'Without a scheme: the header that carries it. Default Authorization.',
            }),
          ),
          prefix: Type.Optional(
            Type.String({ description: 'Without a scheme: text before the secret, e.g. "Token ".' }),
          ),
          secret: SecretReference,
        },
        { ...strict, description: 'What the store demands. A file is read again when it changes.' },
      ),
    ),
    mode: Type.Optional(
      Type.Union([Type.Literal('enforce'), Type.Literal('monitor')], {
        description:
          'monitor forwards everything that can be identified, parsed and recorded. Default enforce.',
      }),
    ),
    people: Type.Optional(
      text('Issuer whose groups and subjects stand bare in policies. Default: the sign-in issuer.'),
    ),
  },
  strict,
);

const ClaimKind = Type.Union([
  Type.Literal('string'),
  Type.Literal('number'),
  Type.Literal('boolean'),
  Type.Literal('string-list'),
]);

const Issuer = Type.Object(
  {
    name: Type.String({
      pattern: '^[a-z0-9][a-z0-9-]{0,62}$',
      description: 'Prefix of its groups and subjects in policies.',
    }),
    issuer: text('OIDC issuer URL; discovery is read from it.'),
    signIn: Type.Optional(
      Type.Object(
        {
          clientId: text('Client id of the gateway at this provider.'),
          clientSecret: Type.Optional(SecretReference),
          scopes: Type.Optional(Type.Array(text('OAuth scope.'))),
        },
        {
          ...strict,
          description:
            'Present on the one issuer that people sign in with. Register for this client there: CONTROL/sign-in/upstream as redirect, and, where the provider has back-channel logout, CONTROL/sign-out/upstream for it (CONTROL: address of the control listener).',
        },
      ),
    ),
    workloads: Type.Optional(
      Type.Object(
        {
          audience: text('Audience that the workloads’ tokens must carry.'),
          algorithms: Type.Optional(
            Type.Array(
              Type.Union([
                Type.Literal('ES256'),
                Type.Literal('ES384'),
                Type.Literal('EdDSA'),
                Type.Literal('RS256'),
                Type.Literal('PS256'),
              ]),
              { minItems: 1 },
            ),
          ),
        },
        {
          ...strict,
          description: 'Present when this issuer’s own access tokens are taken as service identities.',
        },
      ),
    ),
    claims: Type.Optional(
      Type.Record(Type.String(), ClaimKind, {
        description: 'Claims that policies may see, with their types.',
      }),
    ),
    groups: Type.Optional(
      Type.Object(
        {
          claim: text('Claim that lists the groups.'),
          complete: Type.Optional(
            Type.Boolean({
              description: 'True when the list is never shortened: absence then means not a member.',
            }),
          ),
        },
        strict,
      ),
    ),
    nameClaim: Type.Optional(text('Claim shown to people as the name. Default name.')),
  },
  strict,
);

const GroupList = Type.Object(
  { groups: Type.Array(text('Bare name of a group of the sign-in issuer.')) },
  strict,
);

const PolicyPublishing = Type.Object(
  {
    groups: Type.Optional(Type.Array(text('Bare name of a group of the sign-in issuer.'))),
    services: Type.Optional(
      Type.Array(text('A workload, as policies write it, e.g. ci:policy-release.'), {
        description: 'Pipelines that may publish: subjects of issuers with workloads.',
      }),
    ),
    keys: Type.Optional(
      Type.Array(
        Type.Object(
          {
            id: Type.String({
              pattern: '^[a-z0-9][a-z0-9._@-]{0,62}$',
              description: 'What the key is called in records and in vectorgate policy log.',
            }),
            publicKey: Type.String({
              pattern: '^[A-Za-z0-9+/]{43}=$',
              description: 'Ed25519, as vectorgate policy keygen prints it.',
            }),
          },
          strict,
        ),
        { description: 'Whose signatures count.' },
      ),
    ),
  },
  {
    ...strict,
    description:
      'Who may put policies in force by vectorgate policy publish. What was published takes the place of the folder under policies, from the first time on.',
  },
);

const branchPattern = '^[A-Za-z0-9_][A-Za-z0-9_./-]{0,200}$';

const PolicyGit = Type.Object(
  {
    repository: text('Address of the repository: a path, https:// or ssh:// (git@host:path too).'),
    branch: Type.String({
      pattern: branchPattern,
      description: 'The branch whose newest commit is in force, e.g. main.',
    }),
    canary: Type.Optional(
      Type.String({
        pattern: branchPattern,
        description:
          'A second branch, e.g. next: its newest commit decides every request beside the one in force, without effect, and records tell where it would have decided otherwise.',
      }),
    ),
    path: Type.Optional(text('Folder of the policies in it. Default: the whole repository.')),
    every: Type.Optional(
      Type.String({
        pattern: intervalPattern,
        description: `How often it is looked at: ${intervalWords}. Default 60s.`,
      }),
    ),
    allowForced: Type.Optional(
      Type.Boolean({
        description: 'Follow the branch, too, where its history was rewritten. Off unless set.',
      }),
    ),
    allowedSigners: Type.Optional(
      text(
        'File of the SSH keys that may sign commits (ssh-keygen(1), ALLOWED SIGNERS). With it a newest commit that none of them signed is refused.',
      ),
    ),
  },
  { ...strict, description: 'Policies from a branch of a git repository, which is followed.' },
);

/** The shape of `vectorgate.yaml`; its JSON Schema is emitted to `gateway/schema/`. */
export const ConfigurationSchema = Type.Object(
  {
    listeners: Type.Object({ data: Listener, control: Listener }, strict),
    connections: Type.Array(Connection, { minItems: 1 }),
    issuers: Type.Array(Issuer, { minItems: 1 }),
    policyReaders: Type.Optional(GroupList),
    custodians: Type.Optional(GroupList),
    policies: Type.Optional(text('Folder of *.policy.yaml files.')),
    policy: Type.Optional(
      Type.Object(
        {
          publishers: Type.Optional(PolicyPublishing),
          signatures: Type.Optional(
            Type.Union([Type.Literal('required'), Type.Literal('optional')], {
              description:
                'Whether what is published must be signed by one of the publishers’ keys. Default required. A signature that is there must be good either way.',
            }),
          ),
          git: Type.Optional(PolicyGit),
        },
        { ...strict, description: 'Where policies come from beside, or instead of, a folder.' },
      ),
    ),
    data: text('Folder for records and sign-in state.'),
    masterKey: SecretReference,
    records: Type.Optional(
      Type.Object(
        {
          retentionDays: Type.Optional(
            Type.Integer({
              minimum: 1,
              description:
                'Records older than this are removed, by whole segments, and their hashes kept. Default: none are.',
            }),
          ),
          checkpoints: Type.Optional(
            Type.Object(
              {
                signingKey: Type.Optional(SecretReference),
                previousSigningKey: Type.Optional(SecretReference),
                everyRecords: Type.Optional(
                  Type.Integer({
                    minimum: 1,
                    description: 'One is signed after so many records. Default 10,000.',
                  }),
                ),
                everySeconds: Type.Optional(
                  Type.Number({
                    minimum: 1,
                    maximum: 86_400,
                    description: 'One is signed so long after a record at the latest. Default 30.',
                  }),
                ),
                publish: Type.Optional(
                  text(
                    'Folder to which they are published, best on another machine: what shows later that no records were taken away. Outside the data folder.',
                  ),
                ),
                publishToPostgres: Type.Optional(SecretReference),
              },
              {
                ...strict,
                description:
                  'Signed statements of what is recorded. signingKey: 32 bytes as the master key, outside the data folder; default: derived from the master key. previousSigningKey: the one before, named while the first start with a new one vouches for it. publishToPostgres: the connection URL of a database to which they are published instead of to a folder.',
              },
            ),
          ),
          openTelemetry: Type.Optional(
            Type.Object(
              {
                url: Type.String({
                  pattern: '^https?://',
                  description:
                    'Whole address of the collector for logs over OTLP/HTTP, e.g. https://collector.example:4318/v1/logs.',
                }),
                headers: Type.Optional(
                  Type.Record(Type.String({ pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" }), SecretReference, {
                    description: 'Headers that it asks for, e.g. authorization: { file: … }.',
                  }),
                ),
                everySeconds: Type.Optional(
                  Type.Number({
                    minimum: 0.1,
                    maximum: 3600,
                    description: 'What is new is sent so often. Default 1.',
                  }),
                ),
              },
              {
                ...strict,
                description:
                  'A collector of logs that the records’ headers are sent to as well, in their order: no values.',
              },
            ),
          ),
        },
        {
          ...strict,
          description: 'How long records are kept, how they are signed, and where they are sent as well.',
        },
      ),
    ),
    limits: Type.Optional(
      Type.Object(
        {
          requestBytes: Type.Optional(
            Type.Integer({ minimum: 1024, description: 'Largest request body. Default 64 MiB.' }),
          ),
          responseBytes: Type.Optional(
            Type.Integer({ minimum: 1024, description: 'Largest response body. Default 256 MiB.' }),
          ),
          accessTokenSeconds: Type.Optional(
            Type.Integer({ minimum: 5, maximum: 600, description: 'Default 300.' }),
          ),
          sessionHours: Type.Optional(
            Type.Number({ exclusiveMinimum: 0, maximum: 24, description: 'Default 12.' }),
          ),
          storeSeconds: Type.Optional(
            Type.Integer({
              minimum: 1,
              description:
                'A store that is silent for so long, while a request is under way, is given up. Default 300.',
            }),
          ),
          refusedBytesPerHour: Type.Optional(
            Type.Integer({
              minimum: 65_536,
              description:
                'Bytes of refused requests that are recorded of one subject within an hour. Default 128 MiB.',
            }),
          ),
          freeDiskBytes: Type.Optional(
            Type.Integer({
              minimum: 0,
              description:
                'With less free room for records, operations are refused before the disk is full. Default 256 MiB.',
            }),
          ),
        },
        strict,
      ),
    ),
    log: Type.Optional(
      Type.Object(
        {
          level: Type.Optional(
            Type.Union([
              Type.Literal('debug'),
              Type.Literal('info'),
              Type.Literal('warn'),
              Type.Literal('error'),
            ]),
          ),
        },
        strict,
      ),
    ),
    metrics: Type.Optional(
      Type.Object(
        { token: SecretReference },
        {
          ...strict,
          description:
            'Who may scrape /metrics of the control listener, and read reasons at /healthz: with this, whoever sends the token as a bearer token, from wherever; without it, only who asks on the gateway’s own machine by a loopback address, not through a proxy.',
        },
      ),
    ),
    editorOrigins: Type.Optional(
      Type.Array(text('Origin, with a path prefix or without, e.g. https://hub.example.com/user/'), {
        description:
          'Where editors may take a sign-in back besides loopback, VS Code and VS Code Insiders: an origin and a path under which JupyterLab, or a VS Code in the browser, is served; or a further desktop editor as vscodium://vectorgate.vectorgate.',
      }),
    ),
    deviceCode: Type.Optional(
      Type.Boolean({
        description:
          'Whether VS Code and the command line may sign in by a code that is typed on another device (RFC 8628). Off unless set: whoever is talked into typing a stranger’s code signs the stranger in.',
      }),
    ),
  },
  { ...strict, title: 'VectorGate gateway configuration' },
);

/** The document as written, before defaults. */
export type WrittenConfiguration = Static<typeof ConfigurationSchema>;
