import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { policyFolder } from '@vectorgate/demo';
import { resolveSpan } from '@vectorgate/policy-schema/records-query';
import { pino } from 'pino';
import { monotonicFactory } from 'ulidx';
import { deriveKey } from '../../gateway/src/master-key.ts';
import { diskFiles } from '../../gateway/src/sessions/log/log-files.ts';
import { openRecorder } from '../../gateway/src/sessions/open-recorder.ts';
import type { RecordDraft } from '../../gateway/src/sessions/record.ts';
import { searchRecords } from '../bench/search-records.ts';
import { type Asker, demoPolicies, recordedExchange } from './recorded-exchange.ts';

const made = join(import.meta.dirname, '..', '..', '.vectorgate', 'investigation');
const masterKey = Buffer.alloc(32, 'a year of records');
const tenants = ['acme', 'globex', 'initech', 'umbrella'];
const minute = 60_000;
const batchSize = 1_000;
const told = 100_000;

/** Whom the question is about: an analyst, whose answers are masked, and a data owner, whose are whole. */
const askers: readonly (Asker & { readonly times: number })[] = [
  { subject: 'lea', name: 'Lea Martin', group: 'analysts', claims: { tenant: 'globex' }, times: 6 },
  { subject: 'omar', name: 'Omar Haddad', group: 'data-owners', claims: {}, times: 2 },
];

/** A busy year of all people, each record in one of four tenants of the store, and on last Tuesday what is asked about. */
async function* records(count: number, now: number): AsyncGenerator<RecordDraft> {
  const set = await demoPolicies(policyFolder);
  const newId = monotonicFactory();
  const [tuesday] = resolveSpan('on', 'tuesday', now)!;
  const asked = askers.flatMap((asker, person) => {
    const session = newId();
    return Array.from({ length: asker.times }, (_, at) => ({
      asker,
      session,
      time: tuesday + (10 * 60 + 17 * at + person) * minute,
    }));
  });
  asked.sort((a, b) => a.time - b.time);
  let number = 0;
  for (const { header, parts } of searchRecords(count - asked.length, now)) {
    while (asked[0] !== undefined && asked[0].time <= Date.parse(header.time)) {
      const { asker, session, time } = asked.shift()!;
      yield recordedExchange(set, asker, { id: newId(), session, time });
    }
    const [operation] = header.operations;
    const [target] = operation!.targets;
    const tenant = { is: 'one', name: tenants[number % tenants.length]! } as const;
    yield {
      header: { ...header, operations: [{ ...operation!, targets: [{ ...target!, tenant }] }] },
      parts,
    };
    number += 1;
  }
}

async function build(folder: string, count: number): Promise<void> {
  const recorder = await openRecorder({
    folder: join(folder, 'records'),
    masterKey: deriveKey(masterKey, 'records'),
    logger: pino({ level: 'silent' }),
    evidence: { signingKey: deriveKey(masterKey, 'checkpoints'), everyRecords: 10_000, everySeconds: 30 },
    // The records are made up: nobody waits for the disk.
    files: { ...diskFiles, fdatasync: async () => {} },
  });
  let batch: Promise<void>[] = [];
  let written = 0;
  for await (const draft of records(count, Date.now())) {
    batch.push(recorder.append(draft));
    if (batch.length < batchSize) continue;
    await Promise.all(batch);
    batch = [];
    written += batchSize;
    if (written % told === 0)
      process.stderr.write(
        `records of a year: ${written.toLocaleString('en')} of ${count.toLocaleString('en')}\n`,
      );
  }
  await Promise.all(batch);
  await recorder.close();
}

/** Another for each week, since "last Tuesday" goes on, and for other records. */
async function cacheName(count: number): Promise<string> {
  const [tuesday] = resolveSpan('on', 'tuesday', Date.now())!;
  const hash = createHash('sha256');
  for (const file of ['place-records.ts', 'recorded-exchange.ts', '../bench/search-records.ts'])
    hash.update(await readFile(join(import.meta.dirname, file)));
  hash.update(await readFile(join(policyFolder, 'customer-insights.policy.yaml')));
  const day = new Date(tuesday).toISOString().slice(0, 10);
  return `${count}-${day}-${hash.digest('hex').slice(0, 12)}`;
}

/**
 * Lays a year of `count` records, chained and signed, into the folder of a demo that has not been started yet, with the key
 * that they are under. They are made once and kept for the week under `.vectorgate/investigation`; older ones go.
 */
export async function placeRecords(demoFolder: string, count: number): Promise<void> {
  const name = await cacheName(count);
  const kept = join(made, name);
  if (!existsSync(kept)) {
    await mkdir(made, { recursive: true });
    for (const other of await readdir(made))
      if (other.startsWith(`${count}-`)) await rm(join(made, other), { recursive: true, force: true });
    const draft = `${kept}.part`;
    await build(draft, count);
    await rename(draft, kept);
  }
  const secrets = join(demoFolder, 'secrets');
  await mkdir(secrets, { recursive: true, mode: 0o700 });
  await writeFile(join(secrets, 'master.key'), masterKey.toString('hex'), { mode: 0o600 });
  await cp(kept, join(demoFolder, 'data'), { recursive: true });
}
