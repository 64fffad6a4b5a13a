import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { screenshot } from '../browser/step.ts';
import { assertAccessible } from './assert-accessible.ts';
import { replayPages } from './replay-page.ts';
import { themes } from './themes.ts';

suite('how the replay looks, and that everybody can use it', () => {
  const pages = replayPages();

  for (const [map, kind] of themes)
    test(`${map}, ${kind}: a masked answer, a refusal, two steps and two sessions compared`, async () => {
      // What is not about colour is the same in every theme.
      const rules = map === 'standalone' && kind === 'light' ? 'all' : 'colour';
      const page = await pages.open(`data=two&map=${map}&theme=${kind}`);
      await page.getByRole('heading', { name: 'delivered, 3 fields hidden' }).waitFor();
      await page.getByRole('button', { name: 'by …' }).click();
      await page.getByRole('button', { name: 'Ana Ruiz 16' }).waitFor();
      await page.getByText('how it was decided').click();
      await screenshot(page, `replay-${map}-${kind}`);
      await assertAccessible(page, 'a masked answer', rules);
      await page.getByRole('button', { name: 'by …' }).click();
      await page.getByRole('button', { name: 'who, by rule' }).click();
      await page.getByText('owners-manage').first().waitFor();
      await screenshot(page, `replay-${map}-${kind}-who`);
      await assertAccessible(page, 'who, by rule', rules);
      await page.getByRole('button', { name: 'who, by rule' }).click();
      await page.getByRole('button', { name: 'compare', exact: true }).click();
      await page.getByRole('button', { name: 'next refusal' }).click();
      await page.getByText('end comparing').waitFor();
      await screenshot(page, `replay-${map}-${kind}-compared`);
      await assertAccessible(page, 'two steps compared', rules);
      await page.getByText('end comparing').click();
      await page.getByText('What the person read').waitFor();
      await page.getByRole('button', { name: 'Keys' }).click();
      await assertAccessible(page, 'a refusal', rules);
      await page.getByRole('button', { name: 'compare with…' }).click();
      await page.getByText('Choose the session').waitFor();
      await assertAccessible(page, 'a session is chosen', rules);
      await page.getByRole('option', { name: /2 Dec 2026/ }).click();
      await page.getByText('5 the same, 1 differs in effect').first().waitFor();
      await screenshot(page, `replay-${map}-${kind}-sessions`);
      await assertAccessible(page, 'two sessions compared', rules);
      await page.close();
    });

  for (const [data, text] of [
    ['empty', 'Nothing is recorded yet.'],
    ['trouble', 'The gateway at gateway.example.com does not answer'],
  ] as const)
    test(`the state "${data}"`, async () => {
      const page = await pages.open(`data=${data}&theme=dark`);
      await page.getByText(text).first().waitFor();
      await screenshot(page, `replay-${data}`);
      await assertAccessible(page, data);
      await page.close();
    });

  test('the card alone is one line until it is opened', async () => {
    const page = await pages.open('view=card');
    const first = page.getByRole('button', { name: /masked search customer-cases rule analysts-read/ });
    await first.waitFor();
    assert.equal(await page.getByText('permits', { exact: true }).count(), 0);
    await assertAccessible(page, 'closed');
    await first.click();
    await page.getByText('permits', { exact: true }).waitFor();
    await page.getByText('how it was decided').click();
    await screenshot(page, 'replay-card');
    await assertAccessible(page, 'open');
    await page.close();
  });

  test('where people force their own colours, every sign has its word and focus is seen', async () => {
    const page = await pages.open('theme=light', (its) => its.emulateMedia({ forcedColors: 'active' }));
    await page.getByRole('heading', { name: 'delivered, 3 fields hidden' }).waitFor();
    await screenshot(page, 'replay-forced-colors');
    await assertAccessible(page, 'forced colours');
    await page.close();
  });

  test('a narrow view stands in one column, nothing is cut off', async () => {
    const page = await pages.open('view=player');
    await page.setViewportSize({ width: 420, height: 800 });
    await page.getByRole('heading', { name: 'delivered, 3 fields hidden' }).waitFor();
    await screenshot(page, 'replay-narrow');
    assert.equal(
      await page.evaluate('document.documentElement.scrollWidth <= 420'),
      true,
      'nothing is wider than the view',
    );
    await page.close();
  });

  test('nothing broke the content policy, failed or went elsewhere', () => {
    assert.deepEqual(pages.wrong, []);
  });
});
