/** One benchmark: a program of its own in this folder. */
export interface Benchmark {
  readonly name: string;
  readonly program: string;
  readonly about: string;
}

/** Every benchmark, in the order in which docs/performance.md tells of them. */
export const benchmarks: readonly Benchmark[] = [
  {
    name: 'peers',
    program: 'peers.ts',
    about: 'the whole gate beside nginx, Express + http-proxy and a naive pipeline',
  },
  {
    name: 'latency',
    program: 'latency.ts',
    about: 'what is added at one connection, and the slowest at 70 % of capacity',
  },
  {
    name: 'masking-speed',
    program: 'masking-speed.ts',
    about: 'bytes of an answer read and masked in a second',
  },
  { name: 'masking', program: 'masking/main.ts', about: 'what detectors leave and take, by class' },
  {
    name: 'decisions',
    program: 'decisions.ts',
    about: 'one decision with its trace, from 10 to 10,000 rules',
  },
  {
    name: 'language',
    program: 'language.ts',
    about: 'how long an editor waits for the language of policies',
  },
  {
    name: 'large-policies',
    program: 'large-policies.ts',
    about: 'policies of 10 MB in both editors: until something is said, and how long a key takes to show',
  },
  {
    name: 'what-if',
    program: 'what-if.ts',
    about: '1,000,000 recorded operations decided again, and the permission diff of two policy sets',
  },
  { name: 'recorder', program: 'recorder.ts', about: 'durable records in a second' },
  {
    name: 'record-stores',
    program: 'record-stores.ts',
    about: 'durable records, signed and not, beside PostgreSQL, SQLite and sql.js',
  },
  {
    name: 'recovery',
    program: 'recovery.ts',
    about: 'opening a log of 1 GB after a kill, torn, and without its index',
  },
  {
    name: 'search',
    program: 'search.ts',
    about: 'looking for records among 1,000,000, and counting what is found',
  },
  {
    name: 'looks',
    program: 'looks.ts',
    about: 'looking into 2,000 records for a text, or for whose rows a guard left',
  },
  {
    name: 'archive',
    program: 'archive.ts',
    about: 'an archive of 100 MB made, opened and verified',
  },
  {
    name: 'archive-editors',
    program: 'archive-editors.ts',
    about: 'the same opened in both editors, until the first step shows',
  },
  { name: 'start', program: 'start.ts', about: 'from the start of the process to the first governed answer' },
  { name: 'broker', program: 'broker.ts', about: 'how long a kernel waits for a token of the broker' },
  {
    name: 'qdrant',
    program: 'qdrant.ts',
    about: 'the Qdrant client’s uploads and queries over REST and gRPC, straight and through',
  },
  {
    name: 'grpc',
    program: 'grpc.ts',
    about: 'Qdrant’s queries over gRPC beside nginx and grpc-js, with and without records',
  },
  {
    name: 'grpc-walk',
    program: 'grpc-walk.ts',
    about: 'how fast answers over gRPC are walked, masked and written again',
  },
  {
    name: 'grpc-soak',
    program: 'grpc-soak.ts',
    about: 'resident memory over 100,000 messages of gRPC',
  },
  { name: 'vscode', program: 'vscode.ts', about: 'what our extension adds to VS Code, beside an empty one' },
  {
    name: 'replay-ui',
    program: 'replay-ui.ts',
    about: 'from opening the player to its first paint, and to the step that is drawn',
  },
  { name: 'soak', program: 'soak.ts', about: 'resident memory over 1,000,000 requests' },
  { name: 'shim', program: 'shim.py', about: 'what the kernel shim adds to a call, beside OpenTelemetry' },
];
