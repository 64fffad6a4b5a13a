import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { ArchiveReply, ArchiveRequest } from '../../replay-ui/src/archive/index.ts';
import { openDesk } from '../../replay-ui/src/archive/open-desk.ts';
import { serveArchive } from '../../replay-ui/src/archive/serve-archive.ts';
import { sqliteProgram } from '../../replay-ui/src/archive/testing/node-line.ts';
import {
  changeAnAnswer,
  otherKey,
  recordedArchive,
  recordedKey,
} from '../../replay-ui/src/archive/testing/recorded-archive.ts';
import recorded from '../../replay-ui/testdata/recorded.json' with { type: 'json' };
import { screenshot } from '../browser/step.ts';
import { until } from '../harness/until.ts';
import { assertAccessible } from './assert-accessible.ts';
import { replayPages } from './replay-page.ts';
import { fewThemes } from './themes.ts';

/** The session with the most records. */
const longest =
  Object.entries(recorded).find(
    ([, answer]) =>
      'session' in answer && (answer as { session: { records: number } }).session.records === 16,
  )?.[0] ?? '';

/** What crosses to a page of a test is JSON: bytes go as their text. */
const asJson = (reply: ArchiveReply): ArchiveReply =>
  JSON.parse(
    JSON.stringify(reply, (_, value: unknown) =>
      typeof value === 'object' && value !== null && 'bytes' in value && value.bytes instanceof Uint8Array
        ? { text: new TextDecoder().decode(value.bytes) }
        : value,
    ),
  ) as ArchiveReply;

suite('the view of an archive', () => {
  const pages = replayPages();
  const good = recordedArchive();

  /** Opens the view of an archive; `before` is awaited before a request is answered. */
  const opened = (
    bytes: Uint8Array,
    query: string,
    before: (request: ArchiveRequest) => Promise<readonly ArchiveReply[]> = async () => [],
  ): Promise<Page> =>
    pages.open(`view=archive&${query}`, async (page) => {
      let replies: ArchiveReply[] = [];
      const answer = serveArchive(
        () => openDesk(bytes, sqliteProgram, () => {}),
        (reply) => replies.push(reply),
      );
      await page.exposeFunction('askArchive', async (request: ArchiveRequest) => {
        const first = await before(request);
        replies = [];
        await answer(request);
        return [...first, ...replies.filter((reply) => 'id' in reply && reply.id === request.id)].map(asJson);
      });
    });
  const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict' });

  for (const [map, kind] of fewThemes)
    test(`${map}, ${kind}: verified by a key that lies in it, altered, cut short`, async () => {
      const rules = map === 'vscode' && kind === 'dark' ? 'all' : 'colour';
      const look = `map=${map}&theme=${kind}`;
      for (const [name, bytes, words] of [
        ['good', good, '23 records verified: all stand in the signed log. But who signed is not known here.'],
        ['altered', recordedArchive({ change: changeAnAnswer }), 'this archive is not what was exported'],
        ['short', good.slice(0, Math.floor(good.length * 0.7)), 'bytes are gone from its end'],
      ] as const) {
        const page = await opened(bytes, look);
        await verdict(page).getByText(words).first().waitFor();
        if (name !== 'short') await page.getByRole('region', { name: 'Step' }).waitFor();
        if (name === 'good') {
          await page.getByText('what was verified').click();
          await page.getByText('verify by a key that you got from elsewhere').click();
        }
        await screenshot(page, `archive-${map}-${kind}-${name}`);
        await assertAccessible(page, name, rules);
        await page.close();
      }
    });

  test('what is no archive, or one of a later format, is told, and nothing else shows', async () => {
    for (const [name, bytes, words] of [
      ['newer', recordedArchive({ change: 'PRAGMA user_version = 3' }), 'Update VectorGate to open it.'],
      [
        'foreign',
        recordedArchive({ change: 'PRAGMA application_id = 1' }),
        'It is a database of something else.',
      ],
      ['text', new TextEncoder().encode('My notes.\n'.repeat(99)), 'It is no database.'],
    ] as const) {
      const page = await opened(bytes, 'map=vscode&theme=dark');
      await page.locator('p', { hasText: words }).waitFor();
      assert.equal(await page.locator('vg-player, vg-replay').count(), 0);
      await screenshot(page, `archive-${name}`);
      await assertAccessible(page, name);
      await page.close();
    }
  });

  test('an altered record is named, and leads to its step', async () => {
    const page = await opened(recordedArchive({ change: changeAnAnswer }), 'map=vscode&theme=light');
    await verdict(page)
      .getByText(/^record \d+, id \w{26}: its response is not what was recorded/)
      .waitFor();
    await verdict(page).getByRole('button', { name: 'show this step' }).click();
    await page.locator('td', { hasText: 'FAKE-' }).first().waitFor();
    await page.close();
  });

  test('a step that cannot be shown is told, and the others show', async () => {
    const change = "UPDATE records SET header = x'7b7d' WHERE number = 3";
    const page = await opened(recordedArchive({ change }), 'map=jupyterlab&theme=light');
    await verdict(page)
      .getByText(/^record 3, id \w{26}/)
      .first()
      .waitFor();
    const list = page.getByRole('option', { name: /16 steps|15 steps/ });
    await list.click();
    await verdict(page)
      .getByText(/^1 step cannot be shown/)
      .waitFor();
    await page.getByRole('region', { name: 'Step' }).waitFor();
    await page.close();
  });

  test('by a key that somebody gives: a wrong one, one that did not sign, the right one, kept', async () => {
    const page = await opened(good, 'map=vscode&theme=dark');
    await page.getByText('verify by a key that you got from elsewhere').click();
    const give = async (key: string): Promise<void> => {
      await page.getByLabel(/^Public keys of the log/).fill(key);
      await page.getByRole('button', { name: 'verify by this key' }).click();
    };
    await give('not a key');
    await page.getByRole('alert').getByText('“not a key” is no public key.').waitFor();
    await assertAccessible(page, 'a key that is none');
    await page.getByLabel('trust it for all archives that I open here').check();
    await give(recordedKey);
    await verdict(page).getByText('a key that you trust').waitFor();
    assert.equal(await page.getByText('verify by a key that you got').count(), 0);
    assert.deepEqual(await page.evaluate('replayLog.opened'), [{ key: recordedKey }]);
    await screenshot(page, 'archive-trusted');
    await page.close();
  });

  test('signed by another key than the one that is known for this log', async () => {
    const page = await pagesWithKeys(otherKey);
    await verdict(page).getByText('No trusted key signed this archive.').waitFor();
    await page.close();
  });

  test('a known key that is none is told beside the verdict, with where to correct it', async () => {
    const page = await pagesWithKeys('no key');
    await verdict(page).getByText('23 records verified').waitFor();
    await verdict(page)
      .getByText(/vectorgate\.archiveKeys\): “no key” is no public key/)
      .waitFor();
    await screenshot(page, 'archive-unread-key');
    await assertAccessible(page, 'a known key that is none');
    await page.close();
  });
  const pagesWithKeys = async (key: string): Promise<Page> =>
    pages.open('view=archive&map=vscode&theme=dark', async (page) => {
      await page.addInitScript(`globalThis.knownKeys = [${JSON.stringify(key)}]`);
      const replies: ArchiveReply[] = [];
      const answer = serveArchive(
        () => openDesk(good, sqliteProgram, () => {}),
        (reply) => replies.push(reply),
      );
      await page.exposeFunction('askArchive', async (request: ArchiveRequest) => {
        await answer(request);
        return replies.splice(0).map(asJson);
      });
    });

  test('steps show while it is still being checked; checking is stopped, and done again', async () => {
    const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
    let asked = 0;
    const before: string[] = [];
    const page = await opened(good, 'map=vscode&theme=dark', async ({ id, kind }) => {
      if (kind === 'stop') stop();
      if (asked === 0) before.push(kind);
      if (kind !== 'verify') return [];
      asked += 1;
      if (asked > 1) return [];
      await stopped;
      const problem = { code: 'refused', message: 'The verification was stopped.', remedy: '' } as const;
      return [{ id, problem }];
    });
    await verdict(page).getByText('checking… 0 of 23 records').waitFor();
    await page.getByRole('heading', { name: 'refused, nothing delivered' }).waitFor();
    // Notes are asked for beside a step that shows: it does not wait behind the checking.
    assert.deepEqual([before[0], before.includes('notes'), before.at(-1)], ['open', true, 'verify']);
    await screenshot(page, 'archive-checking');
    await assertAccessible(page, 'checking');
    await verdict(page).getByRole('button', { name: 'stop' }).click();
    await verdict(page).getByText('Not verified: stopped after 0 of 23 records.').waitFor();
    await assertAccessible(page, 'stopped');
    await verdict(page).getByRole('button', { name: 'verify' }).click();
    await verdict(page).getByText('23 records verified').waitFor();
    await page.close();
  });

  test('reading a large file shows how far it is, and is stopped, and begun again', async () => {
    const { promise: forever } = Promise.withResolvers<readonly ArchiveReply[]>();
    let asked = 0;
    const page = await opened(good, 'map=jupyterlab&theme=dark', async ({ kind }) => {
      if (kind !== 'open') return [];
      asked += 1;
      return asked === 1 ? forever : [{ read: 1_000_000, of: 4_000_000 }];
    });
    await page.getByText('Reading the file…').waitFor();
    await screenshot(page, 'archive-reading');
    await assertAccessible(page, 'reading');
    await page.getByRole('button', { name: 'stop' }).click();
    await page.getByText('The file is not open any more.').waitFor();
    await page.getByRole('button', { name: 'Look again' }).click();
    await verdict(page).getByText('23 records verified').waitFor();
    await page.close();
  });

  const field = (page: Page) => page.getByRole('combobox', { name: 'Look for records' });

  for (const [map, kind] of fewThemes)
    test(`${map}, ${kind}: records in it are looked for`, async () => {
      const rules = map === 'vscode' && kind === 'dark' ? 'all' : 'colour';
      const page = await opened(good, `map=${map}&theme=${kind}`);
      await verdict(page).getByText('23 records verified').waitFor();
      await field(page).fill('effect:deny');
      await field(page).press('Enter');
      await page.getByRole('listbox', { name: /^Records that were found/ }).waitFor();
      assert.equal(await page.getByRole('option', { name: /refused/ }).count(), 3);
      await page.getByRole('button', { name: 'by …' }).click();
      await page.getByRole('button', { name: 'Ana Ruiz 2' }).waitFor();
      await screenshot(page, `archive-search-${map}-${kind}`);
      await assertAccessible(page, 'what was found', rules);
      await page.close();
    });

  test('by keyboard: completed with counts, found, played, nothing found, and cleared', async () => {
    const page = await opened(good, 'map=vscode&theme=light');
    await field(page).click();
    await page.keyboard.type('code:');
    await page.getByRole('option', { name: 'no-permit 2' }).waitFor();
    await page.keyboard.type('lim');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    assert.equal(await field(page).inputValue(), 'code:limit-exceeded');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    const rows = page.getByRole('listbox', { name: /^Records that were found/ });
    await rows.waitFor();
    await rows.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByText('n_results 1000 is above your limit of 50').first().waitFor();
    await field(page).fill('who:nobody');
    await field(page).press('Enter');
    await page.getByText('No record fits this.').waitFor();
    await screenshot(page, 'archive-search-nothing');
    await assertAccessible(page, 'nothing was found');
    await field(page).press('Escape');
    assert.equal(await field(page).inputValue(), '');
    await page.getByRole('listbox', { name: /^Sessions/ }).waitFor();
    await field(page).fill('efect:deny');
    await field(page).press('Enter');
    await page.getByRole('alert').getByText('Did you mean effect').waitFor();
    await page.close();
  });

  test('notes that are in it stand beside their steps; where there are none, nothing is said of notes', async () => {
    const page = await opened(
      recordedArchive({
        notes: [
          { class: 'delete-bulk', text: 'as agreed with <b>Ola</b>' },
          { class: undefined, text: 'ticket 812' },
        ],
      }),
      'map=vscode&theme=dark',
    );
    await page.getByRole('option', { name: /Ana Ruiz/ }).click();
    await page.getByRole('button', { name: '2 notes' }).waitFor();
    await page.getByRole('slider').locator('.beside').waitFor();
    await page.getByRole('region', { name: 'Notes' }).getByText('as agreed with <b>Ola</b>').waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'A note' }).count(), 0);
    await page.getByText('9 steps').waitFor();
    // One that is found leads to the step that it stands beside.
    await page.getByRole('slider').press('Home');
    await field(page).fill('operation:session_note');
    await field(page).press('Enter');
    await page
      .getByRole('listbox', { name: /^Records that were found/ })
      .getByRole('option')
      .last()
      .click();
    await until('its step shows', async () =>
      /^Step 6 of 9, refused: .*, 1 note$/.test(
        (await page.getByRole('slider').getAttribute('aria-valuetext')) ?? '',
      ),
    );
    await page.getByRole('heading', { name: 'refused, nothing delivered' }).waitFor();
    await screenshot(page, 'archive-notes');
    await assertAccessible(page, 'notes');
    await page.getByRole('button', { name: 'all sessions' }).click();
    await page.getByRole('option', { name: /Ola Nowak/ }).click();
    await page.getByText('What the person read').waitFor();
    assert.equal(await page.getByRole('region', { name: 'Notes' }).count(), 0);
    await page.getByRole('region', { name: 'Step' }).focus();
    await page.keyboard.press('n');
    await page.getByText('There are no notes here.').waitFor();
    // Two of its sessions are compared as those of a gateway are.
    await page.getByRole('button', { name: 'compare with…' }).click();
    await page.getByRole('option', { name: /Ana Ruiz/ }).click();
    await page.getByText('9 only before, 1 only now').first().waitFor();
    await page.getByRole('option', { name: /only now.*get_user_identity/s }).click();
    await page.getByText('What the person read').waitFor();
    await page.close();
  });

  test('one session alone is looked through as well', async () => {
    const [, session] = /^\/sessions\/(\w{26})$/.exec(longest) ?? [];
    const page = await opened(recordedArchive({ session: session ?? '' }), 'map=jupyterlab&theme=light');
    await verdict(page).getByText('16 records verified').waitFor();
    await field(page).fill('masked:*');
    await field(page).press('Enter');
    await page
      .getByRole('option', { name: /masked/ })
      .first()
      .click();
    await page.getByRole('heading', { name: /^delivered, \d fields? hidden$/ }).waitFor();
    await page.close();
  });

  test('what was masked again for whoever exported it is marked by class', async () => {
    const masked = [{ field: '$document', method: 'hash', found: ['person-name'] }];
    const again = { text: 'Sofia Mendes', mark: '«hash:0f6a41c2b7d9e385»', masked };
    const page = await opened(recordedArchive({ again }), 'map=vscode&theme=dark');
    await verdict(page).getByText('23 records verified').waitFor();
    await field(page).fill('masked:credit-card');
    await field(page).press('Enter');
    await page.locator('.foot', { hasText: /^2 records$/ }).waitFor();
    await page
      .getByRole('option', { name: /masked/ })
      .first()
      .click();
    await page
      .locator('mark.hidden-text', { hasText: /^«hash:0f6a41c2b7d9e385»\s+person-name$/ })
      .first()
      .waitFor();
    await screenshot(page, 'archive-masked-again');
    await page.close();
  });

  test('many records: found page by page while one scrolls, and counted', async () => {
    const page = await opened(recordedArchive({ times: 20 }), 'map=vscode&theme=dark');
    await verdict(page).getByText('460 records verified').waitFor();
    await field(page).fill('who:ana');
    await field(page).press('Enter');
    const rows = page.getByRole('listbox', { name: /^Records that were found/ });
    await page.locator('.foot', { hasText: /^100 records so far$/ }).waitFor();
    await page.getByRole('button', { name: 'by …' }).click();
    await page.getByText('320 records').waitFor();
    await rows.focus();
    await until('all were read', async () => {
      await page.keyboard.press('End');
      return page.locator('.foot', { hasText: /^320 records$/ }).isVisible();
    });
    // Texts are looked for as far as somebody says, not as far as one scrolls.
    await field(page).fill('who:ana text:CUSTOMER-CASES');
    await field(page).press('Enter');
    const looked = page.locator('.list .looked');
    await looked
      .getByText(/^Looked into \d+ records, back to .* UTC\. Older ones were not looked into\.$/)
      .waitFor();
    await page.locator('.facets .looked').getByText('Looked into all 320 records').waitFor();
    await screenshot(page, 'archive-search-text');
    await assertAccessible(page, 'how far was looked');
    await rows.focus();
    await page.keyboard.press('End');
    await page.locator('.foot', { hasText: /^100 records so far$/ }).waitFor();
    await until('all were looked into', async () => {
      const further = looked.getByRole('button', { name: 'look further' });
      if (await further.isVisible()) await further.click();
      return looked.getByText('Looked into all 320 records that the other terms find.').isVisible();
    });
    await page.close();
  });

  test('the policy in force opens at the line of the rule', async () => {
    const page = await opened(good, 'map=vscode&theme=dark');
    await page.getByRole('option', { name: /Ana Ruiz/ }).click();
    await page
      .getByRole('link', { name: /customer-insights\.policy\.yaml:\d+/ })
      .or(page.getByRole('button', { name: /customer-insights\.policy\.yaml:\d+/ }))
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('li.here', { hasText: /id:/ }).waitFor();
    await screenshot(page, 'archive-policy');
    await assertAccessible(page, 'a policy');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.close();
  });

  test('nothing went wrong in any page', () => {
    assert.deepEqual(pages.wrong, []);
  });
});
