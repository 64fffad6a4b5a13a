import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { gapReasons } from '@vectorgate/policy-schema/archive';
import type { FoundRecord } from '../records/record-header.ts';
import type { ArchiveLine } from './archive-line.ts';
import { archiveRecords } from './archive-records.ts';
import { nodeLine } from './testing/node-line.ts';
import { changeAnAnswer, otherKey, recordedArchive, recordedKey } from './testing/recorded-archive.ts';
import { shown } from './testing/shown-steps.ts';

const good = recordedArchive();

/** What a view asks as soon as an archive is open. */
async function firstOf(line: ArchiveLine) {
  const sessions = await line.ask('sessions');
  const headers = await line.ask('headers', sessions[0]!.id, 0);
  const record = await line.ask('record', headers.headers[0]!.id);
  return { sessions, headers, record };
}

describe('an archive in an editor', () => {
  test('sessions, the latest first, and their steps to the byte', async () => {
    const line = nodeLine(good);
    const about = await line.open();
    assert.deepEqual([about.missing, about.trouble, about.manifest?.records], [0, undefined, 23]);
    const host = archiveRecords(line);
    const { items } = await host.listSessions({ everybody: false });
    assert.deepEqual(
      items.map(({ records }) => records),
      [1, 6, 16],
    );
    const { ids, unreadable } = await shown(line);
    assert.deepEqual([ids.length, unreadable], [23, []]);
    assert.deepEqual(Object.keys((await host.getRecord(ids.at(-1) ?? '')).response ?? {}), ['bytes']);
    await assert.rejects(host.getRecord('01M8JYVWPAJGVGBARHGADDH7XX'), { code: 'not-found' });
  });

  test('what is seen first comes with the answer to open, once', async () => {
    const asked: string[] = [];
    const line = nodeLine(good, (kind) => asked.push(kind));
    await line.open();
    const { sessions, headers, record } = await firstOf(line);
    assert.deepEqual(asked, ['open']);
    assert.deepEqual(
      [sessions.length, headers.headers.length, record.header.session],
      [3, 1, sessions[0]?.id],
    );
    // Another look is another question, and has the same answer.
    assert.deepEqual(await firstOf(line), { sessions, headers, record });
    assert.deepEqual(asked, ['open', 'sessions', 'headers', 'record']);
  });

  test('of a closed archive nothing is told, though it was answered ahead', async () => {
    const line = nodeLine(good);
    await line.open();
    line.close();
    await assert.rejects(line.ask('sessions'), { code: 'refused' });
  });

  test('what the gateway found and counted among these records is found and counted here', async () => {
    const line = nodeLine(good);
    await line.open();
    const host = archiveRecords(line);
    const answers = JSON.parse(
      readFileSync(new URL('../../testdata/recorded.json', import.meta.url), 'utf8'),
    ) as Record<string, { readonly records: readonly FoundRecord[] }>;
    let compared = 0;
    let reasons = 0;
    for (const [path, answer] of Object.entries(answers)) {
      const query = new URL(path, 'http://gateway').searchParams.get('query');
      if (query === null) continue;
      compared += 1;
      const asked = { query, everybody: true };
      if (path.startsWith('/records/facets')) assert.deepEqual(await host.facets(asked), answer, query);
      else {
        const { items, next } = await host.searchRecords(asked);
        const ids = (records: readonly FoundRecord[]) => records.map(({ id }) => id);
        assert.deepEqual([ids(items), next], [ids(answer.records), undefined], query);
        for (const [at, { reason }] of items.entries()) {
          // Of a record whose decision was withheld from whoever exported, the file has no words either.
          if (reason === undefined) continue;
          reasons += 1;
          assert.deepEqual(reason, answer.records[at]?.reason);
        }
      }
    }
    assert.deepEqual([compared, reasons], [5, 3]);
  });

  test('texts of requests are looked for in what is in the file, and what is not is told, and why', async () => {
    const { forgotten, damaged } = gapReasons;
    const without = (record: number, reason?: string): string =>
      `DELETE FROM parts WHERE key IN (${record * 8 + 1}, ${record * 8 + 2});${
        reason === undefined
          ? ''
          : `INSERT INTO withheld (key, reason) VALUES (${record * 8 + 1}, '${reason}'), (${record * 8 + 2}, '${reason}');`
      }`;
    const whole = nodeLine(good);
    await whole.open();
    const asked = { query: '-text:nowhere', everybody: true };
    const { items, looked } = await archiveRecords(whole).searchRecords(asked);
    assert.deepEqual([items.length, looked?.records, looked?.partly], [23, 23, 0]);
    const change = [
      without(0),
      without(1, forgotten),
      without(2, 'A rule closes this collection to you.'),
      without(3, damaged),
      `UPDATE parts SET body = zeroblob(3000000) WHERE key = ${5 * 8 + 1};`,
    ].join('');
    const line = nodeLine(recordedArchive({ change }));
    await line.open();
    const host = archiveRecords(line);
    const rest = await host.searchRecords(asked);
    const { bare, forgotten: forgot, withheld, damaged: broken, long, further } = rest.looked!;
    assert.deepEqual([bare, forgot, withheld, broken, long, further], [1, 1, 1, 1, 1, undefined]);
    assert.equal(rest.items.length, 23 - 5);
    const [found] = (await host.searchRecords({ query: 'text:"kettle LEAKS"', everybody: true })).items;
    assert.equal(found?.operations[0]?.name, 'collection_upsert');
    const counted = await host.facets({ query: 'text:"kettle leaks"', everybody: true });
    assert.deepEqual([counted.total, counted.looked?.records], [{ count: 1 }, 23]);
    await assert.rejects(host.searchRecords({ query: `text:${'x'.repeat(201)}`, everybody: true }), {
      code: 'query-unreadable',
      message: /201 characters; 200 is the most/,
    });
  });

  test('filters are looked for in what the file has of decisions, and what it has not is told, and why', async () => {
    const without = (record: number, part: number, reason?: string): string =>
      `DELETE FROM parts WHERE key = ${record * 8 + part};${
        reason === undefined
          ? ''
          : `INSERT INTO withheld (key, reason) VALUES (${record * 8 + part}, '${reason}');`
      }`;
    const closed = 'It names a field that is masked for you.';
    const change = [
      without(0, 0, closed),
      without(1, 0, gapReasons.forgotten),
      without(2, 0, gapReasons.leftOut),
      without(3, 1, closed),
      // Not looked into for a filter.
      without(4, 2, closed),
    ].join('');
    const line = nodeLine(recordedArchive({ change }));
    await line.open();
    const host = archiveRecords(line);
    const whole = nodeLine(good);
    await whole.open();
    for (const query of [
      'reach:tenant=globex',
      '-reach:tenant=globex',
      'filter:tenant=*',
      '-filter:tenant=*',
    ]) {
      const asked = { query, everybody: true };
      const { items, looked } = await host.searchRecords(asked);
      const { bare, forgotten, withheld, partly, records } = looked!;
      assert.deepEqual([bare, forgotten, withheld, partly, records], [1, 1, 2, 0, 23], query);
      const all = await archiveRecords(whole).searchRecords(asked);
      const gone = [...(await archiveRecords(whole).searchRecords({ query: '', everybody: true })).items]
        .toReversed()
        .slice(0, 4)
        .map(({ id }) => id);
      assert.deepEqual(
        items.map(({ id }) => id),
        all.items.map(({ id }) => id).filter((id) => !gone.includes(id)),
        query,
      );
    }
  });

  test('what is no query says where and what to do; another archive’s page is none of this one', async () => {
    const line = nodeLine(good);
    await line.open();
    const host = archiveRecords(line);
    const asked = { query: 'efect:deny', everybody: true };
    await assert.rejects(host.searchRecords(asked), {
      code: 'query-unreadable',
      message: 'There is no such key.',
      remedy: 'Did you mean effect: ?',
    });
    await assert.rejects(host.facets(asked), { code: 'query-unreadable' });
    await assert.rejects(host.searchRecords({ query: '', everybody: true, cursor: 'x' }), {
      code: 'failed',
    });
  });

  test('many records are found page by page, the latest first, each once', async () => {
    const line = nodeLine(recordedArchive({ times: 13 }));
    await line.open();
    const host = archiveRecords(line);
    const found: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const page = await host.searchRecords({
        query: 'who:ana -effect:deny',
        everybody: true,
        ...(cursor !== '' && { cursor }),
      });
      found.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    assert.equal(found.length, 14 * 13);
    assert.equal(new Set(found).size, found.length);
    // Each round of the same records stands behind the one before, and its first is the last that is found.
    const rounds = found.map((id) => (/0{3}\d\d$/.test(id) ? Number(id.slice(-2)) : 0));
    assert.deepEqual(
      rounds,
      rounds.toSorted((a, b) => b - a),
    );
  });

  test('notes whose records are in it stand beside their steps, and cannot be written', async () => {
    const line = nodeLine(
      recordedArchive({
        notes: [
          { class: 'search', text: 'as agreed' },
          { class: undefined, text: 'ticket 812' },
        ],
        change: 'DELETE FROM parts WHERE key = 24 * 8 + 2',
      }),
    );
    await line.open();
    const { notes, listSessions, searchRecords } = archiveRecords(line);
    const { items: sessions } = await listSessions({ everybody: false });
    const { items } = await searchRecords({ query: 'operation:session_note', everybody: false });
    assert.deepEqual(notes.connections, ['insights']);
    assert.equal(notes.add, undefined);
    const [latest, first] = await notes.list(items[0]?.session ?? '');
    assert.deepEqual(
      [latest?.text, latest?.why, latest?.record],
      [null, 'It was left out of this export.', undefined],
    );
    assert.deepEqual([first?.text, first?.who.name], ['as agreed', 'Rita Reviewer']);
    assert.equal((await line.ask('record', first?.record ?? '')).header.operations[0]?.classes[0], 'search');
    const others = sessions.filter(({ id }) => id !== items[0]?.session);
    for (const { id } of others) assert.deepEqual(await notes.list(id), []);
  });

  test('the text of the policy in force', async () => {
    const line = nodeLine(good);
    await line.open();
    const host = archiveRecords(line);
    const [session] = (await host.listSessions({ everybody: false })).items;
    const [header] = (await host.listRecords({ session: session?.id ?? '' })).items;
    const revision = header?.decision.revision.digest ?? '';
    assert.match(
      (await line.ask('policy', revision, 'customer-insights.policy.yaml')) ?? '',
      /id: analysts-read/,
    );
    assert.equal(await line.ask('policy', '0'.repeat(64), 'customer-insights.policy.yaml'), undefined);
  });

  test('verified by a key that is known, that is given, or that lies in the archive', async () => {
    const line = nodeLine(good);
    await line.open();
    const verdict = async (keys: readonly string[], given: boolean) => {
      const { ok, trust, proved } = await line.ask('verify', keys, given);
      return [ok, trust, proved];
    };
    assert.deepEqual(await verdict([], false), [true, 'archive', 23]);
    assert.deepEqual(await verdict([recordedKey], false), [true, 'given', 23]);
    const foreign = 'vectorgate/elsewhere+4d9e1c6a+AQ==';
    await assert.rejects(line.ask('verify', [foreign], true), { code: 'query-unreadable' });
    // A known key of this very log that did not sign is no reason to believe the one in the file.
    assert.deepEqual(await verdict([otherKey], false), [false, 'given', 23]);
  });

  test('a known key that is none is left out and told, whatever the archive is; a given one is refused', async () => {
    const line = nodeLine(good);
    await line.open();
    const long = `vectorgate/recorded+${'x'.repeat(100)}`;
    const { trust, ok, unreadKeys } = await line.ask('verify', ['no key ', recordedKey, long], false);
    assert.deepEqual([trust, ok, unreadKeys], ['given', true, ['no key', long.slice(0, 60)]]);
    const alone = await line.ask('verify', ['no key'], false);
    assert.deepEqual([alone.trust, alone.ok, alone.unreadKeys], ['archive', true, ['no key']]);
    await assert.rejects(line.ask('verify', [recordedKey, 'no key'], true), { code: 'query-unreadable' });
  });

  test('a verification that is stopped says so, and the archive is read on', async () => {
    const line = nodeLine(good);
    await line.open();
    const stopped = assert.rejects(line.ask('verify', [], false), { code: 'refused' });
    const again = line.ask('verify', [], false);
    await stopped;
    assert.equal((await again).ok, true);
  });

  test('what was changed is named with its record, and everything else still shows', async () => {
    const line = nodeLine(recordedArchive({ change: changeAnAnswer }));
    await line.open();
    const { problems } = await line.ask('verify', [recordedKey], false);
    const id = problems.find(({ code }) => code === 'part-changed')?.id ?? '';
    const { response } = await archiveRecords(line).getRecord(id);
    assert.match(
      new TextDecoder().decode(response && 'bytes' in response ? response.bytes : undefined),
      /FAKE-/,
    );
    assert.equal((await shown(line)).ids.length, 23);
  });

  test('a header that is none is a step that cannot be shown', async () => {
    for (const header of ['{', '{}', '[]', 'null', '{"id":7,"operations":[null]}']) {
      const bytes = `x'${Buffer.from(header).toString('hex')}'`;
      const line = nodeLine(
        recordedArchive({ change: `UPDATE records SET header = ${bytes} WHERE number = 3` }),
      );
      await line.open();
      const { ids, unreadable } = await shown(line);
      assert.deepEqual([ids.length, unreadable.length], [22, 1], header);
      await assert.rejects(archiveRecords(line).getRecord(unreadable[0] ?? ''), { code: 'damaged' });
      const told: string[] = [];
      const host = archiveRecords(line, { unreadable: (steps) => told.push(...steps.map(({ id }) => id)) });
      assert.equal((await host.searchRecords({ query: '', everybody: true })).items.length, 22);
      assert.deepEqual(told, unreadable);
      const { problems } = await line.ask('verify', [], false);
      assert.ok(problems.some(({ record }) => record === 3));
    }
  });

  test('where the list of sessions cannot be read, it is counted from the records', async () => {
    const line = nodeLine(recordedArchive({ change: "UPDATE sessions SET summary = '{' WHERE number = 1" }));
    await line.open();
    assert.equal((await shown(line)).ids.length, 23);
    assert.equal((await line.ask('verify', [], false)).ok, false);
  });

  test('cut short: what can still be read shows, and the verdict says how much is gone', async () => {
    const line = nodeLine(good.slice(0, Math.floor(good.length * 0.7)));
    const about = await line.open();
    assert.ok(about.missing > 0);
    const report = await line.ask('verify', [], false);
    assert.match(report.problems[0]?.reason ?? '', /^the file is cut short: [\d,]+ bytes are gone/);
    const { ids } = await shown(line);
    assert.ok(ids.length > 0 && ids.length < 23, String(ids.length));
  });

  test('of a later format, of something else, or no database: told, and nothing is asked of it', async () => {
    for (const [bytes, words] of [
      [recordedArchive({ change: 'PRAGMA user_version = 3' }), /has format 3.*Update VectorGate/],
      [recordedArchive({ change: 'PRAGMA application_id = 1' }), /It is a database of something else/],
      [recordedArchive({ change: 'CREATE TABLE more (a)' }), /It has another table "more"/],
      [
        new TextEncoder().encode('no database at all, but long enough to be one'.repeat(9)),
        /It is no database/,
      ],
      [new Uint8Array(), /no archive of recorded sessions/],
    ] as const) {
      const line = nodeLine(bytes);
      const { trouble } = await line.open();
      assert.match(trouble?.message ?? '', words);
      assert.notEqual(trouble?.remedy, '');
      await assert.rejects(line.ask('sessions'), { code: 'damaged' });
    }
  });
});
