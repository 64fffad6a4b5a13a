import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { databaseRows } from '../testing/database-rows.ts';
import { archivedNumbers, archiveSigner, maskedAgain, testArchive } from '../testing/test-archive.ts';
import { testId } from '../testing/test-log.ts';
import { testSigner } from '../testing/test-signer.ts';
import { describeArchive, openArchive, verifyArchive } from './index.ts';
import { missingBytes, withoutShortfall } from './missing-bytes.ts';

describe('archive of sessions', () => {
  let folder: string;
  const bytes = testArchive();
  const listed = testArchive({ format: 2 });
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vectorgate-archive-'));
  });
  after(() => rm(folder, { recursive: true }));
  let files = 0;
  /** Opens such a file, or a copy in which something is done first. */
  const opened = async (content: Uint8Array, change?: string): Promise<DatabaseSync> => {
    files += 1;
    const path = join(folder, `${files}.vgsession`);
    await writeFile(path, content);
    const database = new DatabaseSync(path);
    if (change !== undefined) database.exec(change);
    return database;
  };
  const verified = async (content: Uint8Array, change?: string) =>
    verifyArchive(databaseRows(await opened(content, change)), { keys: [archiveSigner.key] });

  test('invariant 11: what is in an archive is read, and verifies by a key from elsewhere', async () => {
    const archive = await openArchive(databaseRows(await opened(bytes)));
    assert.deepEqual(archive.manifest.of, { query: 'who:ana', whose: 'everybody' });
    assert.equal(archive.manifest.records, archivedNumbers.length);
    const sessions = await archive.sessions();
    assert.deepEqual(
      sessions.map(({ records, refused, masked }) => [records, refused, masked]),
      [
        [4, 1, 1],
        [4, 0, 0],
        [6, 1, 3],
      ],
    );
    const steps = await archive.steps();
    assert.equal(steps.length, archivedNumbers.length - 1);
    const changed = steps.find(({ intent }) => intent !== undefined);
    assert.deepEqual([changed?.number, changed?.intent, changed?.header.outcome], [31, 30, 'delivered']);
    assert.equal((await archive.steps({ session: testId(1000), from: 1, most: 2 })).length, 2);

    const masked = await archive.record(testId(9));
    assert.deepEqual(masked?.response, { response: '••••' });
    assert.deepEqual(masked?.withheld, [
      { part: 'request', reason: 'It may quote fields that are masked for you.' },
    ]);
    const bare = await archive.record(testId(47));
    assert.deepEqual([bare?.request, bare?.withheld.length], [null, 4]);
    assert.equal(await archive.record(testId(500)), undefined);
    assert.deepEqual(
      (await archive.policies()).map(({ path }) => path),
      ['customer.policy.yaml', 'second.policy.yaml'],
    );

    const report = await archive.verify({ keys: [archiveSigner.key] });
    assert.deepEqual(report.problems, []);
    assert.deepEqual(
      [report.ok, report.trust, report.records, report.proved, report.vouched],
      [true, 'given', 14, 13, 1],
    );
    assert.deepEqual([report.parts, report.maskedAgain, report.withheld, report.policies], [50, 1, 1, 2]);
    assert.match(
      describeArchive(report),
      /^✓ 14 records verified: all stand in the signed log\.\n[\s\S]*by the public key that you gave/,
    );
  });

  test('what left marks in an answer that was masked again is told with it, in an archive of version 2', async () => {
    const archive = await openArchive(databaseRows(await opened(listed)));
    assert.equal(archive.manifest.format, 2);
    for (const number of [9, 32] as const) {
      const { parts = [] } = (await archive.record(testId(number))) ?? {};
      assert.deepEqual(
        parts.filter(({ masked }) => masked !== undefined).map(({ name, masked }) => [name, masked]),
        [['response', maskedAgain[number]]],
      );
      assert.deepEqual(await archive.maskedAgain({ number }), maskedAgain[number]);
    }
    assert.equal(await archive.maskedAgain({ number: 7 }), undefined);
    // A list beside an answer that is as it was recorded is put in, and nothing is told of it.
    const put = await openArchive(
      databaseRows(
        await opened(listed, `INSERT INTO masked SELECT 7 * 8 + 3, list FROM masked WHERE key = 9 * 8 + 3`),
      ),
    );
    assert.equal(await put.maskedAgain({ number: 7 }), undefined);
    assert.ok((await put.record(testId(7)))?.parts.every(({ masked }) => masked === undefined));
    const report = await archive.verify({ keys: [archiveSigner.key] });
    assert.deepEqual(report.problems, []);
    assert.deepEqual([report.parts, report.maskedAgain, report.withheld], [49, 2, 1]);

    const before = await openArchive(databaseRows(await opened(bytes)));
    assert.equal(before.manifest.format, 1);
    const { parts = [] } = (await before.record(testId(9))) ?? {};
    assert.deepEqual([parts.at(-1)?.state, parts.at(-1)?.masked], ['masked-again', undefined]);
    assert.equal(await before.maskedAgain({ number: 9 }), undefined);
  });

  test('invariant 11: a list that was changed, put in, taken away or moved is found, and so is another version', async () => {
    const at = 'WHERE key = 9 * 8 + 3';
    const table = 'CREATE TABLE masked (key INTEGER PRIMARY KEY, list TEXT NOT NULL) STRICT';
    for (const [content, change, code, record] of [
      [listed, `UPDATE masked SET list = replace(list, 'phone', 'uuid') ${at}`, 'content-changed', undefined],
      [listed, `UPDATE masked SET list = '[]' ${at}`, 'content-changed', undefined],
      [listed, `UPDATE masked SET list = '[{}]' ${at}`, 'part-changed', 9],
      [listed, "UPDATE masked SET list = list || ' '", 'part-changed', 32],
      [
        listed,
        `UPDATE masked SET list = replace(list, '{"f', '{"email":"a@b.example","f')`,
        'part-changed',
        9,
      ],
      [listed, 'DELETE FROM masked', 'content-changed', undefined],
      [listed, 'UPDATE masked SET key = 33 * 8 + 3 WHERE key = 32 * 8 + 3', 'content-changed', undefined],
      // Both in each other's place: each of them is one that was written.
      [
        listed,
        'UPDATE masked SET key = 75 + 259 - key + 1000; UPDATE masked SET key = key - 1000',
        'content-changed',
        undefined,
      ],
      [listed, "INSERT INTO masked VALUES (7 * 8 + 3, '[]')", 'content-changed', undefined],
      [listed, 'DROP TABLE masked', 'archive-tables', undefined],
      [listed, 'DROP TABLE masked; PRAGMA user_version = 1', 'manifest-forged', undefined],
      [bytes, `${table}; PRAGMA user_version = 2`, 'manifest-forged', undefined],
      [bytes, 'PRAGMA user_version = 2', 'archive-tables', undefined],
    ] as const) {
      const report = await verified(content, change);
      assert.equal(report.ok, false, change);
      const found = report.problems.find((problem) => problem.code === code && problem.record === record);
      assert.ok(found, `${change}: ${JSON.stringify(report.problems)}`);
    }
    // A list that cannot be read takes no answer with it.
    const archive = await openArchive(databaseRows(await opened(listed, "UPDATE masked SET list = '['")));
    const { parts = [] } = (await archive.record(testId(9))) ?? {};
    assert.deepEqual([parts.at(-1)?.state, parts.at(-1)?.masked], ['masked-again', undefined]);
  });

  test('a list of masks that cannot be read or is too long is told as that, and the answer as it is', async () => {
    const whole = databaseRows(await opened(listed));
    const unread = await verifyArchive(
      {
        all: (sql, parameters) => {
          if (sql.startsWith('SELECT list FROM masked') && parameters?.[0] === 9 * 8 + 3)
            throw new Error('disk image is malformed');
          return whole.all(sql, parameters);
        },
      },
      { keys: [archiveSigner.key] },
    );
    assert.deepEqual(
      unread.problems.filter(({ record }) => record === 9).map(({ code, reason }) => [code, reason]),
      [['archive-damaged', 'the list of what was masked in its response: disk image is malformed']],
    );
    assert.equal(unread.maskedAgain, 2);
    const long = await verified(
      listed,
      "UPDATE masked SET list = replace(list, 'phone', 'phone' || replace(hex(zeroblob(200000)), '00', 'xx')) WHERE key = 9 * 8 + 3",
    );
    assert.deepEqual(
      long.problems.filter(({ record }) => record === 9).map(({ code, reason }) => [code, reason]),
      [
        [
          'part-changed',
          'the list of what was masked in its response: it has 400,065 characters, and 262,144 characters are the most',
        ],
      ],
    );
  });

  test('without a key from elsewhere it says so; with another key nothing is believed', async () => {
    const rows = databaseRows(await opened(bytes));
    const alone = await verifyArchive(rows);
    assert.deepEqual([alone.ok, alone.trust], [true, 'archive']);
    assert.match(describeArchive(alone), /whoever could replace the records could replace it too/);
    const other = await verifyArchive(rows, { keys: [testSigner('vectorgate/log', 8).key] });
    assert.equal(other.ok, false);
    assert.deepEqual([...new Set(other.problems.map(({ code }) => code))], ['key-unknown']);
    assert.match(describeArchive(other), /Still to be believed: nothing: no trusted key signed/);
  });

  test('what was changed is named with its record', async () => {
    for (const [change, code, record] of [
      [
        "UPDATE parts SET body = CAST(replace(CAST(body AS TEXT), 'of', 'OF') AS BLOB) WHERE key = 7 * 8 + 3",
        'part-changed',
        7,
      ],
      [
        'UPDATE parts SET salt = substr(salt, 1, 15), body = CAST(substr(salt, 16) || body AS BLOB) WHERE key = 56',
        'part-changed',
        7,
      ],
      [
        "UPDATE records SET header = CAST(replace(CAST(header AS TEXT), 'Ana', 'Eva') AS BLOB) WHERE number = 20",
        'record-changed',
        20,
      ],
      [
        "UPDATE records SET header = CAST(replace(CAST(header AS TEXT), 'Ana', 'Eva') AS BLOB) WHERE number = 8",
        'content-changed',
        undefined,
      ],
      ["UPDATE records SET id = replace(id, '59', '60') WHERE number = 59", 'header-malformed', 59],
      ['UPDATE records SET number = 3 WHERE number = 2', 'record-changed', 3],
      ['UPDATE records SET proof = CAST(proof || proof AS BLOB) WHERE number = 1', 'record-changed', 1],
      ['UPDATE records SET proof = substr(proof, 1, 31) WHERE number = 1', 'record-changed', 1],
      ["UPDATE parts SET body = x'7b7d' WHERE salt IS NULL", 'content-changed', undefined],
      ["UPDATE withheld SET reason = 'none'", 'content-changed', undefined],
      ['DELETE FROM withheld', 'content-changed', undefined],
      ['DELETE FROM parts WHERE key = 59', 'content-changed', undefined],
      [
        'DELETE FROM records WHERE number = 59; DELETE FROM parts WHERE key >= 59 * 8',
        'content-changed',
        undefined,
      ],
      ["INSERT INTO parts VALUES (60 * 8, NULL, x'7b7d')", 'content-changed', undefined],
      ["UPDATE policies SET text = text || '# more' WHERE number = 1", 'policy-changed', undefined],
      ['DELETE FROM policies', 'content-changed', undefined],
      ["UPDATE sessions SET summary = replace(summary, 'Ana', 'Eva')", 'session-changed', undefined],
      ["UPDATE archive SET manifest = replace(manifest, 'rita', 'omar')", 'manifest-forged', undefined],
      ["UPDATE archive SET manifest = replace(manifest, ':1,', ':2,')", 'manifest-forged', undefined],
      ["UPDATE archive SET checkpoint = replace(checkpoint, '60', '61')", 'checkpoint-forged', undefined],
      ['UPDATE archive SET signature = checkpoint', 'manifest-forged', undefined],
      ["UPDATE keys SET key = replace(key, 'log', 'lot')", 'archive-damaged', undefined],
      ['DELETE FROM archive', 'archive-damaged', undefined],
      ['CREATE VIEW more AS SELECT 1', 'archive-tables', undefined],
      ['DROP TABLE withheld', 'archive-tables', undefined],
    ] as const) {
      const report = await verified(bytes, change);
      assert.equal(report.ok, false, change);
      const found = report.problems.find((problem) => problem.code === code && problem.record === record);
      assert.ok(found, `${change}: ${JSON.stringify(report.problems)}`);
    }
  });

  test('what is no archive, of a later format, or cut short, is told so', async () => {
    const code = async (content: Uint8Array, change?: string): Promise<string> => {
      const rows = databaseRows(await opened(content, change));
      const refused = (error: { code?: string }): string => error.code ?? String(error);
      const told = await openArchive(rows).then(() => 'opened', refused);
      const report = await verifyArchive(rows).then(({ ok }) => `ok ${ok}`, refused);
      return `${told}, ${report}`;
    };
    assert.equal(
      await code(new TextEncoder().encode('no database at all, but long enough to be read as one')),
      'archive-foreign, archive-foreign',
    );
    assert.equal(await code(new Uint8Array()), 'archive-foreign, archive-foreign');
    assert.equal(await code(bytes, 'PRAGMA application_id = 1'), 'archive-foreign, archive-foreign');
    assert.equal(await code(bytes, 'PRAGMA user_version = 0'), 'archive-foreign, archive-foreign');
    assert.equal(await code(bytes, 'PRAGMA user_version = 3'), 'archive-newer, archive-newer');
    assert.equal(await code(bytes, 'DROP TABLE keys'), 'archive-foreign, ok false');
    assert.equal(await code(new Uint8Array()), 'archive-foreign, archive-foreign');
    const half = bytes.slice(0, bytes.length / 2);
    assert.equal(await code(half), 'archive-damaged, archive-damaged');
    assert.equal(missingBytes(half.subarray(0, 100), half.length), bytes.length - half.length);
    assert.equal(missingBytes(bytes.subarray(0, 100), bytes.length), 0);
    const rest = await verified(withoutShortfall(half));
    assert.ok(rest.problems.some(({ code: found }) => found === 'archive-damaged'));
    assert.ok(rest.proved > 0 && rest.proved < 13, String(rest.proved));
  });
});
