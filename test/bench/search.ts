// npm run bench -- search [--records 1000000] [--rounds 15]: how long people wait for what they look for in records.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Identity, loadPolicies } from '@vectorgate/policy-schema';
import { type RecordFacets, readQuery } from '@vectorgate/policy-schema/records-query';
import { pino } from 'pino';
import { indexEntry } from '../../gateway/src/sessions/index/index-entry.ts';
import { RecordIndex } from '../../gateway/src/sessions/index/record-index.ts';
import { findSessions, type SessionScope } from '../../gateway/src/sessions/index/session-queries.ts';
import { diskFiles } from '../../gateway/src/sessions/log/log-files.ts';
import { openRecorder } from '../../gateway/src/sessions/open-recorder.ts';
import { recordFolders } from '../../gateway/src/sessions/record-folders.ts';
import { RecordAccess } from '../../gateway/src/sessions/review/record-access.ts';
import { countFacets } from '../../gateway/src/sessions/search/count-facets.ts';
import { findMatching } from '../../gateway/src/sessions/search/find-matching.ts';
import type { RecordSearch } from '../../gateway/src/sessions/search/record-search.ts';
import { makeSearchIndex } from '../../gateway/src/sessions/testing/make-search-index.ts';
import { cells, measured } from './measured.ts';
import { searchRecords } from './search-records.ts';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '15' },
    ten: { type: 'boolean' },
    'index-only': { type: 'boolean' },
    compact: { type: 'boolean' },
    folder: { type: 'string' },
    build: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(
    `npm run bench -- search [--records 1000000] [--rounds 15]: searches and counts over so many records.
  --index-only: without a log
  --compact: without a log, and of the index only what is searched
  --ten: 10,000,000 of these
  --folder F: makes the records there and leaves them; those that are there are measured again
`,
  );
  process.exit(0);
}
const compact = values.compact === true || values.ten === true;
const indexOnly = values['index-only'] === true || compact;
const count = values.ten ? 10_000_000 : Number(values.records);
const rounds = Number(values.rounds);
const now = Date.UTC(2026, 10, 20);
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);

/** What is looked for, and by whom: `undefined` sees everything; `reviewer` may review a few collections of one connection. */
const kinds: readonly (readonly [kind: string, query: string, subject?: string])[] = [
  ['everything', ''],
  ['one person', 'who:person-3'],
  ['one person who asks little', 'who:person-499'],
  ['a pattern of collections', 'collection:customer-1*'],
  ['refused, by code', 'effect:deny code:limit-exceeded'],
  ['masked, but not in part', 'masked:redact -masked:partial'],
  ['a rule within a week', 'rule:rule-7 since:7d'],
  ['slow and large', 'latency:>500ms size:>50kb'],
  ['one kernel', 'kernel:kernel-3-7'],
  ['kernels, by a pattern', 'kernel:kernel-3-*'],
  [
    'eight terms',
    'group:analysts class:read connection:insights,support -code:* field:email client:python latency:>20ms since:90d',
  ],
  ['nothing', 'collection:no-such'],
  ['my own', '', 'person-3'],
  ['my own, refused', 'effect:deny', 'person-499'],
  ['what a reviewer may see', '', 'reviewer'],
  ['what a reviewer may see, refused', 'effect:deny', 'reviewer'],
  ['what a reviewer may see of one', 'who:person-3', 'reviewer'],
  ['what a reviewer may not see', 'connection:support', 'reviewer'],
];

const folder = values.build ?? values.folder ?? (await mkdtemp(join(tmpdir(), 'vectorgate-search-')));
await mkdir(folder, { recursive: true });
const places = recordFolders(folder);
const logger = pino({ level: 'silent' });
const open = () =>
  openRecorder({
    folder,
    masterKey: new Uint8Array(32),
    logger,
    // The records are made up: nobody waits for the disk.
    files: { ...diskFiles, fdatasync: async () => {} },
  });

/** Through the recorder, in batches: the log that a year would have left. */
async function buildLog(): Promise<void> {
  const recorder = await open();
  let batch: Promise<void>[] = [];
  for (const draft of searchRecords(count, now)) {
    batch.push(recorder.append(draft));
    if (batch.length < 1_000) continue;
    await Promise.all(batch);
    batch = [];
  }
  await Promise.all(batch);
  await recorder.close();
}

/** Into the index alone, by the way that a log is read into it: a log of so many records would fill the disk. */
async function buildIndex(): Promise<void> {
  const index = new RecordIndex(places.index, logger);
  await index.inBulk(async () => {
    let sequence = 0;
    for (const { header } of searchRecords(count, now)) {
      const at = { sequence, segment: 1, offset: 0, length: 1, chain: Buffer.alloc(32) };
      index.add(indexEntry(header, 1, at));
      sequence += 1;
    }
  });
  index.close();
}

async function folderBytes(path: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(path)) bytes += (await stat(join(path, name))).size;
  return bytes;
}

/** Waits, waits without the time in which others had the processors, and processor time. */
const measure = async (what: () => Promise<unknown>): Promise<string> => cells(await measured(rounds, what));

const loaded = loadPolicies({
  files: [
    {
      path: 'review.policy.yaml',
      text: `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: review }
spec:
  rules:
    - { id: look, effect: allow, principals: { groups: [reviewers] }, resources: { connections: [insights], collections: ["customer-1*"] }, operations: [review] }
    - { id: not-these, effect: deny, principals: { groups: [reviewers] }, resources: { collections: ["customer-15*"] } }
    - { id: masked, effect: guard, principals: { groups: [reviewers] }, mask: [{ fields: [email], method: redact }] }
`,
    },
  ],
});
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const { set } = loaded;
const access = new RecordAccess({
  policy: () => set,
  connection: () => ({ people: 'people', protocol: { remask: () => undefined } }),
  connections: ['insights'],
  people: 'people',
  now: () => now,
});
const reviewer = (): Identity => ({
  issuer: 'people',
  kind: 'person',
  subject: 'reviewer',
  groups: ['reviewers'],
  groupsComplete: true,
  claims: {},
  declared: {},
});

/** The search that a person's request makes: a reviewer's rights are looked up for each one. */
const searchOf = (query: string, subject: string | undefined, identity: Identity): RecordSearch => ({
  query: readQuery(query),
  now,
  ...(subject === 'reviewer'
    ? access.of(identity).scope()
    : subject !== undefined && { whose: { issuer: 'people', subject } }),
});

interface Searched {
  page(search: RecordSearch): Promise<unknown>;
  count(search: RecordSearch): Promise<RecordFacets>;
  sessions(scope: SessionScope): Promise<unknown>;
  close(): Promise<void>;
}

async function openSearched(): Promise<Searched> {
  if (indexOnly) {
    const index = new RecordIndex(places.index, logger);
    return {
      page: (search) => findMatching(index.database(), index.columns(), search, { limit: 50 }),
      count: (search) => countFacets(index.database(), index.columns(), search),
      sessions: async (scope) => findSessions(index.database(), { ...scope, limit: 50 }),
      close: async () => index.close(),
    };
  }
  const recorder = await open();
  return {
    page: (search) => recorder.searchRecords(search, { limit: 50 }),
    count: (search) => recorder.countFacets(search),
    sessions: (scope) => recorder.listSessions({ ...scope, limit: 50 }),
    close: () => recorder.close(),
  };
}

/** In a process of its own, so that the memory that is told is that of searching. */
async function build(): Promise<void> {
  const from = performance.now();
  const child = spawn(process.execPath, [import.meta.filename, ...process.argv.slice(2), '--build', folder], {
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error('the records could not be made');
  const seconds = (performance.now() - from) / 1000;
  const log = indexOnly ? 'no log' : `log ${megabytes(await folderBytes(places.segments))} MB`;
  process.stdout.write(
    `${count.toLocaleString('en')} records made in ${seconds.toFixed(0)} s; ${log}, index ${megabytes((await stat(places.index)).size)} MB\n\n`,
  );
}

async function measureSessions(searched: Searched): Promise<void> {
  for (const [kind, scope] of [
    ['my own', () => ({ issuer: 'people', subject: 'person-3' })],
    [
      'that a reviewer may see',
      () => {
        const { whose, review } = access.of(reviewer()).scope();
        return { ...whose, review };
      },
    ],
  ] as const)
    process.stdout.write(
      `| sessions ${kind} | | ${await measure(() => searched.sessions(scope()))} | | | | |\n`,
    );
}

async function measureAll(): Promise<void> {
  const searched = await openSearched();
  const before = process.memoryUsage.rss();
  const from = performance.now();
  await searched.count(searchOf('effect:deny', undefined, reviewer()));
  process.stdout.write(
    `The first counts after opening took ${(performance.now() - from).toFixed(0)} ms.\n\n`,
  );
  process.stdout.write(
    '| looked for | found | page p50 ms | p95 | alone | CPU | counts p50 ms | p95 | alone | CPU |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n',
  );
  for (const [kind, query, subject] of kinds) {
    const identity = reviewer();
    const search = (): RecordSearch => searchOf(query, subject, identity);
    const { total } = await searched.count(search());
    const page = await measure(() => searched.page(search()));
    const counts = await measure(() => searched.count(search()));
    process.stdout.write(
      `| ${kind}: ${query === '' ? '(all)' : `\`${query}\``} | ${total.count.toLocaleString('en')}${total.more ? '+' : ''} | ${page} | ${counts} |\n`,
    );
  }
  if (!compact) await measureSessions(searched);
  process.stdout.write(
    `\nResident memory at the most: ${megabytes(1024 * process.resourceUsage().maxRSS)} MB; before the first search ${megabytes(before)} MB.\n`,
  );
  await searched.close();
}

async function measureRebuild(): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) await rm(places.index + suffix, { force: true });
  const from = performance.now();
  const recorder = await open();
  const seconds = (performance.now() - from) / 1000;
  process.stdout.write(`The index deleted: made anew from the log in ${seconds.toFixed(0)} s.\n`);
  await recorder.close();
}

if (values.build !== undefined) {
  if (compact) makeSearchIndex(places.index, searchRecords(count, now));
  else if (indexOnly) await buildIndex();
  else await buildLog();
} else {
  try {
    if (existsSync(places.index)) process.stdout.write(`Records that were there already, in ${folder}.\n\n`);
    else await build();
    await measureAll();
    if (!indexOnly) await measureRebuild();
  } finally {
    if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
  }
}
