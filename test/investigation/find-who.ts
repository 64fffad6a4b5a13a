import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { until } from '../browser/until.ts';
import { question } from './question.ts';
import type { Stopwatch } from './stopwatch.ts';

/** Types the question by keys into the list of a replay, and reads who it was and by which rules. */
export async function findWho(replay: Locator, watch: Stopwatch): Promise<void> {
  const page = replay.page();
  await replay.getByRole('combobox', { name: 'Look for records' }).focus();
  await page.keyboard.type(question);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await replay
    .getByRole('option', { name: /search customer-cases/ })
    .first()
    .waitFor();
  watch.lap('the records are found');
  await replay.getByRole('button', { name: 'who, by rule' }).press('Enter');
  const summary = replay.getByRole('region', { name: 'Who, and by which rule' });
  const omar = summary.getByRole('listitem').filter({ hasText: 'Omar Haddad' });
  await omar.waitFor();
  watch.lap('who, and by which rule');
  const said = (await omar.innerText()).replaceAll(/\s+/g, ' ');
  assert.match(said, /whole \$document 2, email 2, phone 2/);
  assert.match(said, /by rule customer-insights\/owners-manage 2/);
  const lea = (await summary.getByRole('listitem').filter({ hasText: 'Lea Martin' }).innerText()).replaceAll(
    /\s+/g,
    ' ',
  );
  assert.match(lea, /masked \$document 6, email 6, phone 6 in which way partial 6, redact 6/);
  assert.match(lea, /customer-insights\/contact-data-is-masked 6/);
  assert.doesNotMatch(lea, /whole/);
}

/** Narrows to whom it was whole for, and opens their first step and its decision. */
export async function openWhole(replay: Locator, watch: Stopwatch): Promise<void> {
  await replay.getByRole('button', { name: 'Omar Haddad' }).first().press('Enter');
  const found = replay.getByRole('option', { name: /search customer-cases/ });
  await until('what he got stands alone', async () => (await found.count()) === 2);
  await replay
    .getByRole('option', { name: /Omar Haddad/ })
    .first()
    .click();
  const player = replay.locator('vg-player');
  await player.getByText('email whole (3)').waitFor();
  watch.lap('a step is open, with what was whole in it');
}
