import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { screenshot } from '../browser/step.ts';
import { until } from '../harness/until.ts';
import { assertAccessible } from './assert-accessible.ts';
import { replayPages } from './replay-page.ts';
import { fewThemes } from './themes.ts';

suite('what a reviewer does from the player', () => {
  const pages = replayPages();
  const step = (page: Page) => page.getByRole('region', { name: 'Step' });
  const note = (page: Page) => page.getByRole('textbox', { name: 'A note' });

  for (const [map, kind] of fewThemes)
    test(`${map}, ${kind}: what today’s policies say, and the notes`, async () => {
      const rules = map === 'standalone' ? 'all' : 'colour';
      const page = await pages.open(`view=player&map=${map}&theme=${kind}`);
      await page.getByRole('heading', { name: 'delivered, 3 fields hidden' }).waitFor();
      await step(page).focus();
      await page.keyboard.press('t');
      const said = page.getByRole('region', { name: 'What today’s policies would say' });
      await said.getByText('This would be decided as it was.').waitFor();
      await said.getByText('This would be otherwise, as far as it can be told.').waitFor();
      await said.getByText('widened: filter on tenant dropped').waitFor();
      await said.getByText('<b>effect</b> is missing.⟨RLO⟩').waitFor();
      await screenshot(page, `player-today-${map}-${kind}`);
      await assertAccessible(page, 'what today’s policies say', rules);
      await page.keyboard.press('n');
      await page.keyboard.type('x');
      await screenshot(page, `player-notes-${map}-${kind}`);
      await assertAccessible(page, 'the notes', rules);
      await page.close();
    });

  for (const [map, kind] of fewThemes)
    test(`${map}, ${kind}: a sandbox, from why it does not start to what it could not answer`, async () => {
      const rules = map === 'standalone' ? 'all' : 'colour';
      const page = await pages.open(`view=player&map=${map}&theme=${kind}`);
      const sandbox = page.getByRole('region', { name: 'Sandbox' });
      const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
      const open = page.getByRole('button', { name: 'this session' });
      if (await open.isVisible()) await open.click();
      await press('run again in a sandbox');
      await sandbox.getByText('Install it there, or run the command in a terminal').waitFor();
      await assertAccessible(page, 'why there is no sandbox', rules);
      await press('copy the command');
      const { copied } = await page.evaluate<{ copied: readonly string[] }>('globalThis.replayLog');
      assert.match(copied.at(-1) ?? '', /^vectorgate sessions sandbox \w{26} -- $/);
      await press('start again');
      await sandbox.getByText('its recording is read and verified').waitFor();
      await press('cancel');
      await sandbox.waitFor({ state: 'detached' });
      await press('run again in a sandbox');
      await sandbox.getByText('Nothing was asked yet of its 9 recorded steps.').waitFor();
      await sandbox.getByText('1 recorded step cannot be answered.').waitFor();
      await press('run a notebook in it');
      await sandbox
        .getByText('4 of 9 recorded steps answered, 1 call answered again, 24 calls not answered')
        .waitFor();
      await sandbox.getByText('onerror="document.title=1">⟨RLO⟩').waitFor();
      await sandbox.getByText('and 4 calls before these').waitFor();
      await screenshot(page, `player-sandbox-${map}-${kind}`);
      await assertAccessible(page, 'a sandbox', rules);
      await press('stop');
      await sandbox.getByText('ended').waitFor();
      await press('close');
      await sandbox.waitFor({ state: 'detached' });
      assert.equal(await page.title(), 'VectorGate replay');
      await page.close();
    });

  test('a rule of what is said today is opened at its line', async () => {
    const page = await pages.open('view=player');
    await page.getByRole('button', { name: 'what would today’s policy say' }).click();
    await page
      .getByRole('region', { name: 'What today’s policies would say' })
      .getByRole('button', { name: 'open rule own-tenant-only, customer-insights.policy.yaml:40' })
      .first()
      .click();
    const { opened } = await page.evaluate<{ opened: { rule?: string; line?: number }[] }>(
      'globalThis.replayLog',
    );
    assert.deepEqual([opened[0]?.rule, opened[0]?.line], ['own-tenant-only', 40]);
    await page.close();
  });

  test('a note is written by keyboard: beside the step, then beside the session', async () => {
    const page = await pages.open('view=player');
    await page.getByRole('button', { name: '2 notes' }).waitFor();
    await step(page).focus();
    await page.keyboard.press('n');
    await page.keyboard.type('asked the owner, ticket 812');
    await page.keyboard.press('Control+Enter');
    await page.getByText('asked the owner, ticket 812').waitFor();
    await page.getByRole('button', { name: '3 notes' }).waitFor();
    assert.equal(await note(page).inputValue(), '');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await note(page).focus();
    await page.keyboard.type('nothing else in here');
    await page.keyboard.press('Control+Enter');
    const list = page.getByRole('region', { name: 'Notes' }).getByRole('listitem');
    await list.filter({ hasText: 'nothing else in here' }).getByText('beside the session').waitFor();
    // Keys are text in the field, and the player's again outside of it.
    await page.keyboard.press('Escape');
    await page.keyboard.press('End');
    await list
      .filter({ hasText: 'ticket 812' })
      .getByRole('button', { name: /^beside step \d+$/ })
      .click();
    await list.filter({ hasText: 'ticket 812' }).getByText('beside this step').waitFor();
    await page.close();
  });

  test('a note stays beside the step that it was begun at, and playback waits while somebody writes', async () => {
    const page = await pages.open('view=player');
    const list = page.getByRole('region', { name: 'Notes' }).getByRole('listitem');
    const beside = page.getByRole('group', { name: 'beside' });
    const at = async (): Promise<string> =>
      (await page.getByText(/^step \d+ of \d+/).textContent())?.split(' of')[0] ?? '';
    await page.getByRole('button', { name: '2 notes' }).waitFor();
    await page.getByRole('button', { name: 'play', exact: true }).click();
    await page.getByRole('button', { name: 'pause', exact: true }).waitFor();
    await note(page).click();
    await page.getByRole('button', { name: 'play', exact: true }).waitFor();
    const begun = await at();
    await page.keyboard.type('this one asks for all of it');
    await page.keyboard.press('Escape');
    await page.keyboard.press('End');
    assert.notEqual(await at(), begun);
    assert.ok(await beside.getByRole('radio', { name: begun, exact: true }).isChecked());
    await screenshot(page, 'player-note-elsewhere');
    await assertAccessible(page, 'a note about another step');
    await page.getByRole('button', { name: 'write note' }).click();
    const written = list.filter({ hasText: 'this one asks' });
    await written.getByRole('button', { name: `beside ${begun}`, exact: true }).waitFor();
    // Or beside the step that shows, where somebody says so.
    await note(page).pressSequentially('and this the rest');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Home');
    await beside.getByRole('radio', { name: 'this step' }).check();
    assert.equal(await beside.getByRole('radio').count(), 2);
    await page.getByRole('button', { name: 'write note' }).click();
    await list.filter({ hasText: 'and this the rest' }).getByText('beside this step').waitFor();
    await page.close();
  });

  for (const [map, kind] of fewThemes)
    test(`${map}, ${kind}: notes stand on the time axis, and keys lead to their steps`, async () => {
      const page = await pages.open(`view=player&map=${map}&theme=${kind}`);
      const slider = page.getByRole('slider');
      const valueText = async (): Promise<string> => (await slider.getAttribute('aria-valuetext')) ?? '';
      await page.getByRole('button', { name: '2 notes' }).waitFor();
      assert.equal(await slider.locator('.beside').count(), 1);
      assert.match(await valueText(), /^Step 1 of 9, .*, 1 note$/);
      await step(page).focus();
      await page.keyboard.press('End');
      await until('the last step shows', async () => (await valueText()).startsWith('Step 9 of 9'));
      assert.doesNotMatch(await valueText(), /\d notes?$/);
      // A second one, beside the last step.
      await note(page).fill('the last that was asked');
      await note(page).press('Control+Enter');
      await page.getByRole('button', { name: '3 notes' }).waitFor();
      await step(page).focus();
      await page.keyboard.press('B');
      await page.getByText('1 note beside this step.').waitFor();
      assert.match(await valueText(), /^Step 1 of 9/);
      await screenshot(page, `player-note-marks-${map}-${kind}`);
      await assertAccessible(page, 'notes on the axis', map === 'standalone' ? 'all' : 'colour');
      await page.getByRole('button', { name: 'next note' }).click();
      await until('the last step shows', async () => /^Step 9 of 9, .*, 1 note$/.test(await valueText()));
      await page.keyboard.press('b');
      await page.getByText('There is no further one.').waitFor();
      await slider.locator('.beside').first().click();
      await until('the first step shows', async () => (await valueText()).startsWith('Step 1 of 9'));
      await page.close();
    });

  test('what cannot be written says so, and is not lost', async () => {
    const page = await pages.open('view=player');
    const alert = page.getByRole('region', { name: 'Notes' }).getByRole('alert');
    await note(page).press('Control+Enter');
    await alert.getByText('Write something first.').waitFor();
    await note(page).fill('y'.repeat(4_100));
    await page.getByText('4,100 of 4,000 characters').waitFor();
    await page.getByRole('button', { name: 'write note' }).click();
    await alert.getByText('A note has 4,000 characters at the most: take out 100.').waitFor();
    await assertAccessible(page, 'too long');
    await note(page).fill('to be refuse d: refuse');
    await page.getByRole('button', { name: 'write note' }).click();
    await alert.getByText('No rule lets you review this').waitFor();
    assert.equal(await note(page).inputValue(), 'to be refuse d: refuse');
    await page.close();
  });

  test('text of notes is text', async () => {
    const page = await pages.open('view=player');
    const list = page.getByRole('region', { name: 'Notes' }).getByRole('listitem');
    await list.first().getByText('<img src=x onerror="document.title=1">⟨ESC⟩[31m asked').waitFor();
    await list.first().getByText('<b>Oona</b>⟨RLO⟩').waitFor();
    await list.getByText('forgotten with its session').waitFor();
    assert.equal(await page.title(), 'VectorGate replay');
    await page.close();
  });

  test('a search is kept under a name, completed and run by it, and dropped', async () => {
    const page = await pages.open('view=sessions');
    const field = page.getByRole('combobox', { name: 'Look for records' });
    const saved = page.getByRole('region', { name: 'Saved searches' });
    await field.fill('masked:*');
    await field.press('Enter');
    await page.getByRole('button', { name: 'saved' }).press('Enter');
    const name = saved.getByRole('textbox', { name: 'Name of this search' });
    await name.fill('Not So');
    await name.press('Enter');
    await saved.getByText('A name has small letters').waitFor();
    await name.fill('full');
    await name.press('Enter');
    await saved.getByText('The disk is full.').waitFor();
    await name.fill('@hidden');
    await name.press('Enter');
    await saved.getByRole('button', { name: '@hidden', exact: true }).waitFor();
    await screenshot(page, 'replay-saved-searches');
    await assertAccessible(page, 'saved searches');
    await field.fill('@re');
    await page.getByRole('option', { name: '@refused effect:deny' }).waitFor();
    await field.press('ArrowDown');
    await field.press('Enter');
    await field.press('Escape');
    await field.press('Enter');
    assert.equal(await field.inputValue(), 'effect:deny');
    await page.getByRole('option', { name: /delete-bulk customer-cases/ }).waitFor();
    await field.fill('@nothing');
    await field.press('Enter');
    await page.getByText('No search is kept under this name.').waitFor();
    await saved.getByRole('button', { name: '@hidden', exact: true }).click();
    assert.equal(await field.inputValue(), 'masked:*');
    await saved.getByRole('button', { name: 'drop @hidden' }).click();
    await saved.getByRole('button', { name: '@hidden', exact: true }).waitFor({ state: 'detached' });
    await page.close();
  });

  test('nothing broke the content policy, failed or went elsewhere', () => {
    assert.deepEqual(pages.wrong, []);
  });
});
