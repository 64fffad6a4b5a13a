import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { loadPolicies } from '@vectorgate/policy-schema';
import { openArchive } from '@vectorgate/policy-schema/archive';
import { openArchiveFile } from '@vectorgate/policy-schema/archive-file';

import { readQuery } from '@vectorgate/policy-schema/records-query';
import type { LogRecorder } from '../log-recorder.ts';
import { recordFolders } from '../record-folders.ts';
import { openTestRecorder, testEvidence } from '../testing/open-test-recorder.ts';
import { draftOf, testUlid } from '../testing/record-drafts.ts';
import type { ExportOf, See } from './export-request.ts';
import type { ExtractPolicy } from './extract-policy.ts';

const everything: See = ({ parts }) => ({
  header: (header) => header,
  parts: Object.fromEntries(Object.keys(parts).map((name) => [name, 'recorded'])),
  withheld: [],
});
const found = (query: string): ExportOf => ({
  search: { query: readQuery(query), now: Date.UTC(2026, 5, 1) },
});

describe('export of records', () => {
  let home: string;
  let folder: string;
  let recorder: LogRecorder;
  const options = { evidence: testEvidence(), segmentBytes: 40_000 };
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'vectorgate-export-'));
    folder = join(home, 'records');
    recorder = await openTestRecorder(folder, options);
  });
  after(async () => {
    await recorder.close();
    await rm(home, { recursive: true, force: true });
  });

  test('the leaf hashes of a log are made before its first archive is asked for', async (t) => {
    const other = join(home, 'prepared');
    const own = await openTestRecorder(other, options);
    t.after(() => own.close());
    for (let n = 0; n < 5; n += 1) await own.append(draftOf(testUlid(n)));
    own.exporter.prepare();
    const { leaves } = recordFolders(other);
    const bytes = async (): Promise<number> =>
      stat(join(leaves, 'leaves')).then(
        ({ size }) => size,
        () => 0,
      );
    while ((await bytes()) < 5 * 32) await pause(20);
    assert.equal(await bytes(), 5 * 32);
  });

  const archiveOf = async (
    of: ExportOf,
    bodies: 'none' | 'request' | 'all' = 'all',
    extract?: ExtractPolicy,
    see: See = everything,
  ) => {
    const asked = 'session' in of ? of : ({ query: 'x', whose: 'everybody' } as const);
    const file = await recorder.exporter.archive({
      of,
      bodies,
      see,
      policies: true,
      ...(extract && { extract }),
      about: { by: { issuer: 'people', subject: 'rita' }, of: asked },
    });
    const { stream, bytes } = await file.read();
    const content = await buffer(stream);
    assert.equal(content.length, bytes);
    const path = join(home, 'out.vgsession');
    await writeFile(path, content);
    const opened = await openArchiveFile(path);
    const archive = await openArchive(opened.rows);
    return { archive, report: await archive.verify(), close: () => opened.close() };
  };

  test('invariant 11: records of many segments verify, with changes whose outcomes came later and between others', async () => {
    const digest = 'a'.repeat(64);
    await recorder.policies.keep(digest, [{ path: 'a.policy.yaml', text: 'kept' }]);
    for (let n = 0; n < 700; n += 10) {
      const session = testUlid(5000 + (n % 3));
      await recorder.append(draftOf(testUlid(n), { kind: 'intent', session }));
      for (let more = 1; more < 10; more += 1)
        await recorder.append(
          draftOf(testUlid(n + more), { session: testUlid(5000 + more), subject: `p${more}` }),
        );
      await recorder.append(draftOf(testUlid(n), { session }));
    }
    assert.ok((await readdir(join(folder, 'segments'))).length > 10);
    const all = await archiveOf(found(''));
    assert.deepEqual(
      all.report.problems.map(({ code }) => code),
      // The made-up digest is that of no files.
      ['policy-changed'],
    );
    assert.deepEqual([all.report.records, all.report.proved], [770, 770]);
    assert.equal((await all.archive.steps()).length, 700);
    const [first] = await all.archive.steps({ most: 1 });
    assert.deepEqual([first?.number, first?.intent, first?.header.outcome], [10, 0, 'delivered']);
    await all.close();

    const one = await archiveOf({ session: testUlid(5002) }, 'request');
    assert.ok(one.report.proved > 70);
    const [place] = await one.archive.places();
    const record = await one.archive.record(place!.id);
    assert.deepEqual([record?.request, record?.response], [{ n: 1 }, null]);
    assert.deepEqual(record?.withheld, [{ part: 'response', reason: 'It was left out of this export.' }]);
    await one.close();
  });

  test('an extract says by which policies it was masked, and has their texts, once', async () => {
    const files = [
      {
        path: 'extract.policy.yaml',
        text: 'apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: for-counsel }\nspec:\n  rules:\n    - { id: m, effect: guard, mask: [{ fields: [email], method: redact }] }\n',
      },
    ];
    const loaded = loadPolicies({ files });
    assert.ok(loaded.ok);
    const { digest } = loaded.set.revision;
    const extract = { set: loaded.set, files, names: ['for-counsel'] };
    const { archive, report, close } = await archiveOf(found('who:p3'), 'none', extract);
    assert.deepEqual(archive.manifest.extract, { digest, policies: ['for-counsel'] });
    assert.deepEqual(
      (await archive.policies()).filter(({ revision }) => revision === digest),
      [{ revision: digest, ...files[0] }],
    );
    assert.deepEqual(
      report.problems.map(({ code }) => code),
      ['policy-changed'],
    );
    assert.ok(
      report.remarks.includes(
        `It is an extract: whoever exported it had more masked, by for-counsel (${digest.slice(0, 12)}).`,
      ),
    );
    await close();
    // The same texts may have been in force: then they are there once, and still what the digest says.
    await recorder.policies.keep(digest, files);
    const draft = draftOf(testUlid(800), { subject: 'in-force', session: testUlid(8000) });
    const { decision } = draft.header;
    await recorder.append({
      ...draft,
      header: { ...draft.header, decision: { ...decision, revision: { digest } } },
    });
    const same = await archiveOf(found('who:in-force'), 'none', extract);
    assert.deepEqual(same.report.problems, []);
    assert.equal((await same.archive.policies()).length, 1);
    await same.close();
  });

  test('with an answer that was masked again is what left marks in it, and with no other', async () => {
    const session = testUlid(8100);
    for (const n of [810, 811])
      await recorder.append(draftOf(testUlid(n), { subject: 'masked-again', session }));
    const masked = [
      { field: '$document', method: 'hash', found: ['email'], count: 2 },
      { field: 'tax', method: 'nullify', count: 1 },
    ];
    const seen: See = (decision) => ({
      ...everything(decision),
      ...(decision.header.id === testUlid(810) && {
        parts: { request: 'recorded', response: { shown: 'of «hash:0123456789abcdef»' } },
      }),
      masked,
    });
    const { archive, report, close } = await archiveOf({ session }, 'all', undefined, seen);
    // The made-up digest is that of no files.
    const problems = ['policy-changed'];
    const codesOf = (one: typeof report) => one.problems.map(({ code }) => code);
    assert.deepEqual([archive.manifest.format, report.maskedAgain, codesOf(report)], [2, 1, problems]);
    const partsOf = async (n: number) =>
      ((await archive.record(testUlid(n)))?.parts ?? []).map(({ state, masked: list }) => [state, list]);
    assert.deepEqual(await partsOf(810), [
      ['recorded', undefined],
      ['masked-again', [{ field: '$document', found: ['email'], method: 'hash' }]],
    ]);
    assert.deepEqual(await partsOf(811), [
      ['recorded', undefined],
      ['recorded', undefined],
    ]);
    await close();
    // Of an answer that its reader does not get, nothing is told.
    const asked = await archiveOf({ session }, 'request', undefined, seen);
    assert.deepEqual([asked.archive.manifest.format, codesOf(asked.report)], [1, problems]);
    await asked.close();
  });

  test('leaf hashes that are gone, cut short or of another log are made anew', async () => {
    const leaves = join(folder, 'leaves', 'leaves');
    const whole = await readFile(leaves);
    for (const bytes of [Buffer.alloc(0), whole.subarray(0, 1000), Buffer.alloc(whole.length)]) {
      await writeFile(leaves, bytes);
      const { report, close } = await archiveOf(found('who:p3'));
      assert.deepEqual([report.proved, report.problems.length], [70, 1]);
      assert.deepEqual(await readFile(leaves), whole);
      await close();
    }
  });

  test('what was forgotten is in an archive by its headers, and why the rest is not', async () => {
    await recorder.forgetSession(testUlid(5009));
    const { archive, report, close } = await archiveOf({ session: testUlid(5009) });
    assert.deepEqual([report.proved, report.parts, report.withheld], [70, 0, 140]);
    const [step] = await archive.steps({ most: 1 });
    const record = await archive.record(step!.header.id);
    assert.match(record?.withheld[0]?.reason ?? '', /^The session was forgotten/);
    await close();
  });

  test('segments that were removed prove what is left; what a crash left of an archive is gone at the next start', async () => {
    await recorder.close();
    await mkdir(join(folder, 'exports'), { recursive: true });
    await writeFile(join(folder, 'exports', 'left'), 'in clear');
    recorder = await openTestRecorder(folder, { ...options, retentionDays: 30 });
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name === 'exports'),
      [],
    );
    await recorder.append(draftOf(testUlid(900), { time: new Date().toISOString() }));
    await recorder.applyRetention(Date.now());
    await writeFile(join(folder, 'leaves', 'leaves'), '');
    const { report, close } = await archiveOf({ session: testUlid(1) });
    assert.deepEqual([report.proved, report.problems.length], [1, 1]);
    assert.ok((await readdir(join(folder, 'segments'))).some((name) => name.endsWith('.leaves')));
    await close();
  });

  test('an archive is refused where it would leave recording without room, and what was written of it goes', async (t) => {
    const other = join(home, 'full');
    const filled = await openTestRecorder(other, options);
    // More than is written between two looks at the disk.
    const parts = { request: Buffer.alloc(3 * 1024 * 1024, 'x') };
    for (let n = 0; n < 4; n += 1) await filled.append(draftOf(testUlid(n), { parts }));
    await filled.close();
    const request = {
      of: found(''),
      bodies: 'all',
      see: everything,
      policies: false,
      about: { by: { issuer: 'people', subject: 'rita' }, of: { query: '', whose: 'everybody' } },
    } as const;
    const { exports } = recordFolders(other);
    // No disk has so much free.
    const full = await openTestRecorder(other, { ...options, freeDiskBytes: Number.MAX_SAFE_INTEGER });
    try {
      await assert.rejects(stat(exports), { code: 'ENOENT' }, 'nothing was begun yet');
      await assert.rejects(full.exporter.archive(request), { code: 'disk-low' });
      assert.deepEqual(await readdir(exports), []);
    } finally {
      await full.close();
    }
    const roomy = await openTestRecorder(other, options);
    t.after(() => roomy.close());
    const file = await roomy.exporter.archive(request);
    assert.equal((await readdir(exports)).length, 1, 'one file, and nothing beside it');
    await file.close();
  });

  test('without keys that sign, an archive is refused, and lines are given', async () => {
    const unsigned = await openTestRecorder(join(home, 'unsigned'));
    await unsigned.append(draftOf(testUlid(1)));
    const request = { of: found(''), bodies: 'all', see: everything, policies: false } as const;
    const by = { issuer: 'people', subject: 'rita' };
    await assert.rejects(
      unsigned.exporter.archive({ ...request, about: { by, of: { query: '', whose: 'own' } } }),
      { code: 'not-signed' },
    );
    const { ids, decisions } = await unsigned.exporter.decisions(found(''), 'all', everything);
    const read = [];
    for await (const { recorded } of decisions) read.push(recorded.header.id);
    assert.deepEqual([ids, read], [[testUlid(1)], [testUlid(1)]]);
    await unsigned.close();
  });
});
