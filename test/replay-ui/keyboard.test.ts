import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { until } from '../harness/until.ts';
import { replayPages } from './replay-page.ts';

/** What has the focus, through all shadow roots: its role or tag, and its name. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return [at?.getAttribute('role') ?? at?.localName ?? '', at?.getAttribute('aria-label') ?? at?.textContent?.trim() ?? ''].join(' ').trim();
  })()`);

async function tabTo(page: Page, wanted: RegExp, most = 25): Promise<void> {
  for (let presses = 0; ; presses++) {
    const now = await focused(page);
    if (wanted.test(now)) return;
    assert.ok(presses < most, `${wanted} is not reached by ${most} presses of Tab; the last was ${now}`);
    await page.keyboard.press('Tab');
  }
}

const focusIsAt = (page: Page, wanted: string): Promise<void> =>
  until(`the focus is at ${wanted}`, async () => (await focused(page)).startsWith(wanted), 60);

const log = (page: Page): Promise<{ copied: string[]; opened: unknown[] }> =>
  page.evaluate('globalThis.replayLog');

suite('by keyboard alone', () => {
  const pages = replayPages();

  test('a record is looked for with completion, chosen, and its session played', async () => {
    const page = await pages.open('session=');
    await page.getByText('Choose a session').waitFor();
    await tabTo(page, /^combobox/);
    await page.keyboard.type('eff');
    await page.getByRole('option', { name: /^effect/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'deny 3' }).waitFor();
    await page.keyboard.type('d');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const field = page.getByRole('combobox', { name: 'Look for records' });
    assert.equal(await field.inputValue(), 'effect:deny');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: /delete-bulk customer-cases/ }).waitFor();
    await tabTo(page, /^listbox Records that were found/);
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText('What the person read').waitFor();
    await tabTo(page, /^slider Step/);
    assert.equal(await page.getByRole('slider').getAttribute('aria-valuenow'), '2');
    await page.close();
  });

  test('what cannot be read is pointed at', async () => {
    const page = await pages.open('view=sessions');
    await tabTo(page, /^combobox/);
    await page.keyboard.type('efect:deny');
    await page.keyboard.press('Enter');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    assert.match(
      (await alert.textContent())!.replaceAll(/\s+/g, ' '),
      /There is no such key.*Did you mean effect/,
    );
    assert.equal(await alert.locator('mark').textContent(), 'efect');
    await page.close();
  });

  test('every key of the player does what its table says', async () => {
    const page = await pages.open('view=player');
    await page.getByRole('heading', { name: 'delivered, 3 fields hidden' }).waitFor();
    await tabTo(page, /^slider Step/);
    const slider = page.getByRole('slider');
    const at = async (step: number): Promise<void> =>
      until(
        `step ${step} shows`,
        async () => (await slider.getAttribute('aria-valuenow')) === String(step),
        60,
      );
    const press = async (key: string, step: number): Promise<void> => {
      await page.keyboard.press(key);
      await at(step);
    };
    await press('ArrowRight', 2);
    await press('j', 3);
    await press('h', 2);
    await press('ArrowLeft', 1);
    await press('End', 9);
    await press('Home', 1);
    await press('r', 2);
    await press('r', 6);
    await press('R', 2);
    await press('m', 3);
    await press('m', 4);
    await press('M', 3);
    await press('Home', 1);
    await page.getByText('n_results=10').waitFor();

    await page.keyboard.press('c');
    await until('the call is copied', async () => (await log(page)).copied.length === 1, 60);
    assert.match(
      (await log(page)).copied[0]!,
      /collection\.query\(query_embeddings=\[vector_1\], n_results=10\)$/,
    );
    await page.getByText('Call copied.').waitFor();
    await page.keyboard.press('y');
    await until('the id is copied', async () => (await log(page)).copied.length === 2, 60);
    assert.match((await log(page)).copied[1]!, /^[0-9A-HJKMNP-TV-Z]{26}$/);
    await page.keyboard.press('o');
    await until('the rule is opened', async () => (await log(page)).opened.length === 1, 60);
    const [place] = (await log(page)).opened as { file: string; line: number; rule: string }[];
    assert.equal(place!.file, 'customer-insights.policy.yaml');
    assert.equal(place!.rule, 'analysts-read');
    assert.ok(place!.line > 1);

    await page.getByText('permits', { exact: true }).waitFor();
    await page.keyboard.press('d');
    await page.getByText('permits', { exact: true }).waitFor({ state: 'detached' });
    await page.keyboard.press('d');
    await page.keyboard.press('?');
    await page.getByText('next masked answer', { exact: true }).waitFor();
    await page.keyboard.press('?');
    await page.keyboard.press('p');
    await press('ArrowRight', 2);
    await page.getByText('end comparing').waitFor();
    await page.keyboard.press('p');
    await page.getByText('What the person read').waitFor();
    await page.close();
  });

  test('playing goes step by step to the end, and stops when asked', async () => {
    const page = await pages.open('view=player');
    await tabTo(page, /^slider Step/);
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    for (let times = 0; times < 4; times++) await page.keyboard.press('+');
    await page.getByText('Speed 16.').waitFor();
    await page.keyboard.press('Space');
    const slider = page.getByRole('slider');
    await until('it played to the end', async () => (await slider.getAttribute('aria-valuenow')) === '9', 60);
    await page.getByRole('button', { name: 'play', exact: true }).waitFor();
    for (let times = 0; times < 6; times++) await page.keyboard.press('-');
    await page.keyboard.press('Home');
    await page.keyboard.press('k');
    await page.getByRole('button', { name: 'pause' }).waitFor();
    await page.keyboard.press('k');
    await page.getByRole('button', { name: 'play', exact: true }).waitFor();
    assert.notEqual(await slider.getAttribute('aria-valuenow'), '9');
    await page.close();
  });

  test('a step is kept while another session opens, and the two are compared', async () => {
    const page = await pages.open('');
    await page.getByRole('heading', { name: 'delivered, 3 fields hidden' }).waitFor();
    await tabTo(page, /^slider Step/);
    await page.keyboard.press('p');
    await page.getByText('This step is kept.').waitFor();
    await page.getByRole('listbox').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText('end comparing').waitFor();
    await page.getByRole('heading', { name: 'ingest' }).waitFor();
    await page.getByText('collection.upsert(').waitFor();
    await page.close();
  });

  test('another session is chosen, and its differences are gone through', async () => {
    const page = await pages.open('data=two');
    const status = (text: string) => page.getByRole('status').filter({ hasText: text });
    const option = (name: RegExp) => page.getByRole('option', { name });
    await page.getByRole('heading', { name: 'delivered, 3 fields hidden' }).waitFor();
    await tabTo(page, /^slider Step/);
    const cancel = page.getByRole('button', { name: 'cancel' });
    // Whichever way the choice ends, the focus is where it began.
    for (const end of ['P', 'Escape']) {
      await page.keyboard.press('P');
      await focusIsAt(page, 'listbox Sessions');
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await status('That session is the open one.').waitFor();
      await page.keyboard.press(end);
      await cancel.waitFor({ state: 'detached' });
      await focusIsAt(page, 'slider Step');
    }
    await page.keyboard.press('P');
    await focusIsAt(page, 'listbox Sessions');
    await page.getByRole('slider').press('P');
    await cancel.waitFor({ state: 'detached' });
    await focusIsAt(page, 'slider Step');
    // Without choosing first: the row where one is.
    await page.getByRole('listbox').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('c');
    await status('Compared: 5 the same, 1 differs in effect, 1 differs in masks').waitFor();
    await focusIsAt(page, 'listbox Steps of both');
    await page.keyboard.press('x');
    await page.locator('.option.active', { hasText: 'limit-exceeded' }).waitFor();
    await option(/^differs in effect, rules, what was asked\s*; before: step 2.*; now: step 2/s).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('step 2 before, step 2 now').waitFor();
    await page.getByRole('heading', { name: 'decided' }).waitFor();
    await page.keyboard.press('x');
    await page.getByText('step 3 before, step 3 now').waitFor();
    await page.keyboard.press('X');
    await page.getByText('step 2 before, step 2 now').waitFor();
    for (let times = 0; times < 4; times++) await page.keyboard.press('x');
    await page.getByText(/^step 9, only now · Ana Ruiz, Wed, 2 Dec 2026/).waitFor();
    await page.getByText('collection.get(').waitFor();
    await page.keyboard.press('x');
    await page.getByText('There is no further difference.').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.option.active', { hasText: 'only now' }).waitFor();
    await page.getByRole('button', { name: 'differences only' }).press('Enter');
    assert.equal(await page.getByRole('listbox', { name: 'Steps of both' }).getByRole('option').count(), 5);
    await page.getByRole('button', { name: '14 handshakes' }).press('Enter');
    await status('Compared: 12 the same').waitFor();
    await page.keyboard.press('P');
    await page.getByRole('heading', { name: 'delivered, 3 fields hidden' }).waitFor();
    // While the other session is read, the focus is there already; who goes elsewhere stays there, and hears of it.
    await page.evaluate(`(() => {
      const { host } = document.querySelector('vg-replay');
      const { listRecords } = host;
      const wait = new Promise((resolve) => { globalThis.readOn = resolve; });
      host.listRecords = async (of) => { await wait; return listRecords(of); };
    })()`);
    await page.getByRole('listbox').press('c');
    await focusIsAt(page, 'region Both sessions');
    const before = await status('steps of both sessions are read so far.').elementHandle();
    await page.getByRole('combobox', { name: 'Look for records' }).focus();
    await page.evaluate('readOn()');
    await status('Compared: 5 the same').waitFor();
    assert.match(
      (await before!.textContent())!,
      /^Compared: 5 the same/,
      'the status was there before its text',
    );
    await page.getByRole('listbox', { name: 'Steps of both' }).waitFor();
    assert.match(await focused(page), /^combobox/);
    await page.close();
  });

  test('where there is no list beside it, the player has one to choose from', async () => {
    const page = await pages.open('data=two&view=player');
    await page.getByRole('button', { name: 'compare sessions…' }).click();
    await page.getByText('Choose the session').waitFor();
    await until(
      'the list has the focus',
      async () => (await focused(page)).startsWith('listbox Sessions'),
      60,
    );
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page
      .getByText('9 only before, 1 only now')
      .or(page.getByText('1 only before, 9 only now'))
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'end comparing' }).click();
    await page.getByRole('slider').waitFor();
    await page.close();
  });

  test('what has the focus goes with its step or by its own press, and the keys go on', async () => {
    const page = await pages.open('view=player');
    await page.getByRole('button', { name: 'as delivered' }).press('Enter');
    await page.locator('vg-json').waitFor();
    await page.keyboard.press('r');
    await page.getByText('What the person read').waitFor();
    await focusIsAt(page, 'region Step');
    await page.keyboard.press('End');
    await page.getByText('press me').first().waitFor();
    const rest = page.getByRole('button', { name: 'show more of what is left out' });
    await rest.press('Enter');
    await rest.press('Enter');
    await rest.waitFor({ state: 'detached' });
    await focusIsAt(page, 'pre');
    await page.getByRole('button', { name: 'hits' }).press('Enter');
    const more = page.getByRole('button', { name: 'show them' });
    await more.first().waitFor();
    const texts = await more.count();
    await more.first().press('Enter');
    await until('that one is shown', async () => (await more.count()) === texts - 1, 60);
    await focusIsAt(page, 'span');
    await page.keyboard.press('Home');
    await until(
      'the first step shows',
      async () => (await page.getByRole('slider').getAttribute('aria-valuenow')) === '1',
      60,
    );
    await page.close();
  });

  test('letters that are typed into the field play nothing', async () => {
    const page = await pages.open('');
    await page.getByRole('heading', { name: 'delivered, 3 fields hidden' }).waitFor();
    await tabTo(page, /^combobox/);
    await page.keyboard.type('rmjp');
    assert.equal(await page.getByRole('combobox', { name: 'Look for records' }).inputValue(), 'rmjp');
    assert.equal(await page.getByRole('slider').getAttribute('aria-valuenow'), '1');
    await page.close();
  });

  test('nothing broke the content policy, failed or went elsewhere', () => {
    assert.deepEqual(pages.wrong, []);
  });
});
