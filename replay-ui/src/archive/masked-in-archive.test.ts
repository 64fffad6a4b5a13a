import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepContent } from '../elements/player/step-content.ts';
import { archiveRecords } from './archive-records.ts';
import { nodeLine } from './testing/node-line.ts';
import { recordedArchive, recordedKey } from './testing/recorded-archive.ts';
import { shown } from './testing/shown-steps.ts';

const good = recordedArchive();

test('what was masked in an answer is told where it is as it was recorded', async () => {
  for (const [change, told] of [
    ['UPDATE parts SET salt = salt', true],
    // As it is where it was masked again for whoever exported it.
    ['UPDATE parts SET salt = NULL', false],
  ] as const) {
    const line = nodeLine(recordedArchive({ change }));
    await line.open();
    const host = archiveRecords(line);
    let answers = 0;
    for (const id of (await shown(line)).ids) {
      const { header, response, masked } = await host.getRecord(id);
      assert.deepEqual(masked, told && response !== undefined ? header.masked : undefined);
      answers += Number(response !== undefined && header.masked.length > 0);
    }
    assert.ok(answers > 0);
  }
});

test('what was masked again for whoever exported it is told by class where the file has it, and is nothing that a search finds', async () => {
  const again = { text: 'Sofia Mendes', mark: '«hash:0f6a41c2b7d9e385»' };
  const masked = [{ field: '$document', method: 'hash', found: ['person-name'] }];
  const everybody = true;
  const findIn = async (host: ReturnType<typeof archiveRecords>, query: string): Promise<string[]> =>
    (await host.searchRecords({ query, everybody })).items.map(({ id }) => id);
  const recorded = nodeLine(good);
  await recorded.open();
  const plain = archiveRecords(recorded);
  for (const told of [true, false]) {
    const line = nodeLine(recordedArchive({ again: { ...again, ...(told && { masked }) } }));
    const { manifest } = await line.open();
    assert.equal(manifest?.format, told ? 2 : 1);
    const host = archiveRecords(line);
    const found = (query: string) => findIn(host, query);
    const marked: string[] = [];
    for (const { id } of (await host.searchRecords({ query: '', everybody })).items) {
      const record = await host.getRecord(id);
      const text = new TextDecoder().decode(
        record.response && 'bytes' in record.response ? record.response.bytes : undefined,
      );
      if (!text.includes(again.mark)) {
        assert.deepEqual(record.masked, record.response && record.header.masked);
        continue;
      }
      marked.push(id);
      assert.equal(stepContent(record).classes('hash', '$document'), told ? 'person-name' : undefined);
      // The list above the hits is what was masked for whoever asked.
      assert.ok(record.header.masked.every(({ method }) => method !== 'hash'));
    }
    assert.equal(marked.length, 2);
    // What the recorded person got is the same, however the file was exported.
    for (const query of [
      'masked:person-name',
      'masked:hash',
      'answer:person-name',
      '-masked:person-name',
      'masked:credit-card',
      'field:$document',
    ])
      assert.deepEqual(await found(query), await findIn(plain, query), query);
    for (const query of ['class:search', 'class:search -text:nowhere'])
      assert.deepEqual(
        (await host.facets({ query, everybody })).facets,
        (await plain.facets({ query, everybody })).facets,
        query,
      );
    const { ok, maskedAgain } = await line.ask('verify', [recordedKey], true);
    assert.deepEqual([ok, maskedAgain], [true, 2]);
  }
});

test('a list of masks that was changed is found, and no answer is lost for it', async () => {
  const again = {
    text: 'Sofia Mendes',
    mark: '«redacted»',
    masked: [{ field: '$document', method: 'hash', found: ['person-name'] }],
  };
  for (const change of [
    "UPDATE masked SET list = replace(list, 'person-name', 'iban')",
    "UPDATE masked SET list = 'x'",
  ]) {
    const line = nodeLine(recordedArchive({ again, change }));
    await line.open();
    const { ok, problems } = await line.ask('verify', [recordedKey], true);
    assert.equal(ok, false);
    assert.ok(problems.some(({ code }) => code === 'content-changed'));
    assert.equal((await shown(line)).ids.length, 23);
    const { items } = await archiveRecords(line).searchRecords({ query: 'masked:email', everybody: true });
    assert.equal(items.length, 3);
  }
});
