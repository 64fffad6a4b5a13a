// npm run bench -- looks [--records 2000] [--rounds 15]: what it costs to look into records for a text or a filter.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Identity, loadPolicies } from '@vectorgate/policy-schema';
import { type LookedThrough, lookBounds, readQuery } from '@vectorgate/policy-schema/records-query';
import { pino } from 'pino';
import type { Caller } from '../../gateway/src/api/caller.ts';
import { lookIntoRecords } from '../../gateway/src/api/look-into-records.ts';
import { seenValues } from '../../gateway/src/api/what-callers-see.ts';
import { diskFiles } from '../../gateway/src/sessions/log/log-files.ts';
import { openRecorder } from '../../gateway/src/sessions/open-recorder.ts';
import type { RecordDraft } from '../../gateway/src/sessions/record.ts';
import { RecordAccess } from '../../gateway/src/sessions/review/record-access.ts';
import { cells, measured } from './measured.ts';
import { searchRecords } from './search-records.ts';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: String(lookBounds.records) },
    rounds: { type: 'string', default: '15' },
    request: { type: 'string', default: '3000' },
    answer: { type: 'string', default: '8000' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(
    `npm run bench -- looks [--records ${lookBounds.records}] [--rounds 15] [--request 3000] [--answer 8000]: looks into so many
records for a text or a filter, with requests and answers of so many bytes. One question looks into ${lookBounds.records} at the most.
`,
  );
  process.exit(0);
}
const count = Number(values.records);
const rounds = Number(values.rounds);
const now = Date.UTC(2026, 10, 20);

/** Words like those of a letter, as long as asked for; compressed like one, too. */
function words(length: number): string {
  const vocabulary = Array.from({ length: 400 }, (_, at) => `wort${(at * 7_919).toString(36)}`);
  const random = randomBytes(length);
  let text = '';
  for (let at = 0; text.length < length; at += 1) text += `${vocabulary[random[at]! + (at % 2) * 144]} `;
  return text.slice(0, length);
}

/** Half of them bound to one tenant by a guard, a tenth to another, the rest to none. */
function withContent(draft: RecordDraft, number: number): RecordDraft {
  const tenant = number % 10 === 0 ? 'globex' : number % 2 === 0 ? 'acme' : undefined;
  const [{ name, classes, targets }] = draft.header.operations as [
    RecordDraft['header']['operations'][number],
  ];
  const operation = {
    store: 'chroma',
    connection: draft.header.connection,
    name,
    classes,
    targets,
    records: 1,
    filter: { op: 'compare', field: 'product', test: 'eq', value: number % 20 === 1 ? 'kettle' : 'pan' },
    references: [],
    returns: 'all',
  };
  const filter = tenant && { op: 'compare', field: 'tenant', test: 'eq', value: tenant };
  return {
    header: draft.header,
    parts: {
      decision: JSON.stringify({ effect: 'allow', operations: [{ obligations: { filter }, trace: [] }] }),
      operations: JSON.stringify({ operations: [operation], identity: { claims: {} } }),
      request: JSON.stringify({ documents: [words(Number(values.request))], where: { product: 'pan' } }),
      response: JSON.stringify({ documents: [words(Number(values.answer))] }),
    },
  };
}

const loaded = loadPolicies({
  files: [
    {
      path: 'review.policy.yaml',
      text: `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: review }
spec:
  rules:
    - { id: look, effect: allow, principals: { groups: [auditors, reviewers] }, resources: { connections: [insights, catalogue, support, research] }, operations: [review] }
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
  connections: ['insights', 'catalogue', 'support', 'research'],
  people: 'people',
  now: () => now,
});
const person = (group: string): Identity => ({
  issuer: 'people',
  kind: 'person',
  subject: group,
  groups: [group],
  groupsComplete: true,
  claims: {},
  declared: {},
});

const folder = await mkdtemp(join(tmpdir(), 'vectorgate-looks-'));
try {
  const recorder = await openRecorder({
    folder,
    masterKey: new Uint8Array(32),
    logger: pino({ level: 'silent' }),
    // The records are made up: nobody waits for the disk.
    files: { ...diskFiles, fdatasync: async () => {} },
  });
  let number = 0;
  for (const draft of searchRecords(count, now)) {
    await recorder.append(withContent(draft, number));
    number += 1;
  }
  process.stdout.write(
    '| looked for | by | looked into | found | p50 ms | p95 | alone | CPU |\n|---|---|---:|---:|---:|---:|---:|---:|\n',
  );
  for (const [query, group] of [
    ['text:wort', 'auditors'],
    ['text:nowhere', 'auditors'],
    ['text:nowhere', 'reviewers'],
    ['reach:tenant=globex', 'auditors'],
    ['reach:tenant=globex', 'reviewers'],
    ['-filter:tenant=*', 'reviewers'],
    ['filter:product=kettle text:nowhere', 'auditors'],
  ] as const) {
    const identity = person(group);
    let found = 0;
    let looked: LookedThrough | undefined;
    const look = async (): Promise<void> => {
      const rights = access.of(identity);
      const caller = { identity, policyReader: false } as unknown as Caller;
      const answer = await lookIntoRecords({
        reader: recorder,
        see: seenValues(caller, rights),
        search: { ...rights.scope(), query: readQuery(query), now },
        limit: Number.POSITIVE_INFINITY,
      });
      found = answer.records.length;
      looked = answer.looked;
    };
    const told = cells(await measured(rounds, look));
    const who = group === 'reviewers' ? 'masked' : 'whole';
    process.stdout.write(`| \`${query}\` | ${who} | ${looked?.records} | ${found} | ${told} |\n`);
  }
  await recorder.close();
} finally {
  await rm(folder, { recursive: true, force: true });
}
