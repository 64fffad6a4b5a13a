import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate as breathe } from 'node:timers/promises';
import { readQuery } from '@vectorgate/policy-schema/records-query';
import type { LogRecorder } from '../sessions/log-recorder.ts';
import type { RecordDraft } from '../sessions/record.ts';
import { recordFolders } from '../sessions/record-folders.ts';
import { load, look, person, world } from '../sessions/review/testing/reviewed-record.ts';
import { openTestRecorder, testEvidence } from '../sessions/testing/open-test-recorder.ts';
import { testUlid } from '../sessions/testing/record-drafts.ts';
import { temporaryFolder } from '../sessions/testing/temporary-folder.ts';
import type { Caller } from './caller.ts';
import { lookIntoRecords } from './look-into-records.ts';
import { type AskedBy, askIn, made, now } from './testing/looked-into.ts';
import { seenValues } from './what-callers-see.ts';

test('records that are removed while it is looked are told as unreadable, or not there any more', async (t) => {
  const folder = temporaryFolder(t);
  const day = 86_400_000;
  const many = 150;
  const recorder = await openTestRecorder(folder, {
    evidence: testEvidence(),
    segmentBytes: 5_000,
    retentionDays: 10,
  });
  for (let number = 0; number < many; number += 1) {
    const { header, parts } = made(number, { asked: { documents: ['kettle'] } });
    const time = new Date(now + number * day).toISOString();
    await recorder.append({ parts, header: { ...header, time } });
  }
  const rights = world(load(look)).access.of(person('ana'));
  const caller = { identity: person('ana'), policyReader: true } as unknown as Caller;
  const lookAs = async (
    removeAt: number,
    reader: Pick<LogRecorder, 'searchRecords' | 'readMany'>,
    limit = 1_000,
    cursor?: string,
  ) => {
    let opened = 0;
    return lookIntoRecords({
      reader: {
        searchRecords: (...asked) => reader.searchRecords(...asked),
        readMany: (read) =>
          reader.readMany((getRecord) =>
            read(async (...asked) => {
              opened += 1;
              if (opened === removeAt) await recorder.applyRetention(now + (many + 1) * day);
              return getRecord(...asked);
            }),
          ),
      },
      see: seenValues(caller, rights),
      search: { whose: { issuer: 'people', subject: 'ana' }, query: readQuery('text:kettle'), now },
      limit,
      cursor,
    });
  };
  const before = await lookAs(0, recorder, 5);
  const further = await lookAs(0, recorder, 100);
  // The first page has a hundred of them in hand by then; those behind it were never found.
  const { records, looked } = await lookAs(3, recorder);
  assert.ok(records.length > 3 && records.length < 30, String(records.length));
  assert.deepEqual([looked.records, looked.damaged, looked.further], [100, 100 - records.length, undefined]);
  // A cursor among what is left goes on; one of what is gone says what may have become of it.
  assert.ok((await lookAs(0, recorder, 1, before.next)).records.length === 1);
  await assert.rejects(lookAs(0, recorder, 1, further.next), {
    code: 'bad-cursor',
    message: /was removed, as it was past its time/,
  });
  await recorder.close();
});

test('files that go between the index’s answer and the reading of it are no fault, others are', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder, { evidence: testEvidence(), segmentBytes: 5_000 });
  for (let number = 0; number < 40; number += 1)
    await recorder.append(made(number, { asked: { documents: ['kettle'] } }));
  const { segments } = recordFolders(folder);
  const [first, second] = readdirSync(segments).sort();
  // As retention leaves it, before the index is told: its leaf hashes in place of the records.
  const remove = (): void => {
    writeFileSync(join(segments, first!.replace('.segment', '.leaves')), '');
    rmSync(join(segments, first!), { force: true });
  };
  const meanwhile = await askIn({
    searchRecords: (...asked) => recorder.searchRecords(...asked),
    readMany: (read) =>
      recorder.readMany((getRecord) =>
        read((...asked) => {
          remove();
          return getRecord(...asked);
        }),
      ),
  })('text:kettle');
  const ask = askIn(recorder);
  const { ids } = await ask('text:kettle');
  assert.ok(ids.length > 20 && ids.length < 40 && !ids.includes(0));
  assert.deepEqual(
    [meanwhile.ids, meanwhile.looked.records, meanwhile.looked.damaged],
    [ids, 40, 40 - ids.length],
  );
  await assert.rejects(recorder.getRecord(testUlid(0)), { code: 'record-removed' });
  rmSync(join(segments, second!));
  await assert.rejects(ask('text:kettle'), { code: 'ENOENT' });
  await recorder.close();
});

test('a long answer is not read for what stands in the request before it, and what is read counts', async (t) => {
  const recorder = await openTestRecorder(temporaryFolder(t));
  const mebibyte = 1024 * 1024;
  const answered = (number: number, asked: unknown): RecordDraft => {
    const draft = made(number, { asked });
    return { ...draft, parts: { ...draft.parts, response: randomBytes(8 * mebibyte) } };
  };
  await recorder.append(answered(1, { documents: ['kettle'] }));
  await recorder.append(answered(2, { documents: [`kettle ${'x'.repeat(5_000)}`] }));
  await recorder.append(answered(3, { documents: ['kettle'] }));
  const read = async (number: number, most?: number): Promise<number> =>
    (await recorder.getRecord(testUlid(number), 'request', most))!.read;
  assert.ok((await read(1)) > mebibyte && (await read(1)) < 1.1 * mebibyte, String(await read(1)));
  assert.ok((await read(2, 4_000)) < 4_000, 'a long one by its header alone');
  const ask = askIn(recorder);
  assert.deepEqual((await ask('text:kettle')).ids, [3, 2, 1]);
  const { ids, looked } = await ask('text:kettle', { bounds: { bytes: mebibyte } });
  assert.deepEqual([ids, looked.further], [[3], true]);
  await recorder.close();
});

test('what was forgotten, what is too long and what is damaged is told by its number', async (t) => {
  const recorder = await openTestRecorder(temporaryFolder(t));
  await recorder.append(made(1, { session: 1, asked: { documents: ['kettle'] } }));
  await recorder.append(made(2, { asked: { documents: ['kettle'] } }));
  await recorder.append(made(3, { asked: { documents: [`kettle ${'x'.repeat(5_000)}`] } }));
  await recorder.forgetSession(testUlid(9_001));
  const { ids, looked } = await askIn(recorder)('text:kettle', { bounds: { bytesOfOne: 4_000 } });
  assert.deepEqual([ids, looked.forgotten, looked.long, looked.records], [[2], 1, 1, 3]);
  await recorder.close();
});

test('a bound ends a question behind a whole record, and its cursor goes on there', async (t) => {
  const recorder = await openTestRecorder(temporaryFolder(t));
  for (let number = 0; number < 120; number += 1)
    await recorder.append(made(number, { asked: { documents: [number % 25 === 7 ? 'kettle' : 'pan'] } }));
  const ask = askIn(recorder);
  const walk = async (query: string, by: AskedBy): Promise<{ ids: number[]; questions: number }> => {
    const ids: number[] = [];
    let questions = 0;
    let cursor: string | undefined;
    do {
      const page: Awaited<ReturnType<typeof ask>> = await ask(query, { ...by, ...(cursor && { cursor }) });
      ids.push(...page.ids);
      questions += 1;
      assert.equal(page.next === undefined, page.looked.further !== true);
      assert.ok(questions < 300);
      cursor = page.next;
    } while (cursor !== undefined);
    return { ids, questions };
  };
  const expected = [107, 82, 57, 32, 7];
  assert.deepEqual(await walk('text:kettle', {}), { ids: expected, questions: 1 });
  assert.deepEqual(await walk('text:kettle', { bounds: { records: 50 } }), { ids: expected, questions: 3 });
  assert.deepEqual((await walk('text:kettle since:7d', { limit: 2 })).ids, expected);
  // However small the bounds are, each question looks at one record.
  assert.equal((await walk('text:kettle', { bounds: { milliseconds: 0 } })).questions, 120);
  assert.deepEqual((await walk('text:kettle', { bounds: { bytes: 1_000 } })).ids, expected);
  const first = await ask('text:kettle', { bounds: { records: 50 } });
  assert.equal(first.looked.back, new Date(now - (1_000 - 70) * 1_000).toISOString());
  // Where a question ended is no more than its reader may see.
  await assert.rejects(ask('text:kettle', { cursor: `${testUlid(999)}.${now.toString(36)}` }), {
    code: 'bad-cursor',
  });
  await recorder.close();
});

test('others are answered while a hostile text is looked into', async (t) => {
  const recorder = await openTestRecorder(temporaryFolder(t));
  // Each character folds to eighteen.
  await recorder.append(made(1, { asked: { documents: ['\ufdfa'.repeat(500_000)] } }));
  const begun = performance.now();
  let longest = 0;
  let looking = true;
  const searching = askIn(recorder)('text:kettle').finally(() => {
    looking = false;
  });
  for (let last = begun; looking; last = performance.now()) {
    await breathe();
    longest = Math.max(longest, performance.now() - last);
  }
  assert.deepEqual((await searching).looked.records, 1);
  // However fast this machine is: nobody waits for most of it.
  const all = performance.now() - begun;
  assert.ok(longest < all / 2, `${longest} of ${all} ms at a time`);
  await recorder.close();
});
