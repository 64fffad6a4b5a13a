import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { until } from '../harness/until.ts';
import { replayPages } from './replay-page.ts';

const rowsDrawn = (page: Page): Promise<number> => page.getByRole('option').count();

suite('100,000 rows', () => {
  const pages = replayPages();

  test('sessions come page by page while one scrolls, and few rows are ever drawn', async () => {
    const page = await pages.open('view=sessions&data=many');
    const list = page.getByRole('listbox', { name: 'Sessions, the latest first' });
    await list.waitFor();
    assert.ok((await rowsDrawn(page)) < 60);
    await page.getByText('1,000 sessions so far', { exact: true }).waitFor();
    await list.press('End');
    await page.getByText('2,000 sessions so far', { exact: true }).waitFor();
    await until(
      'the row at the end of the first page is the active one',
      async () => (await page.getByRole('option', { name: /Person 499/ }).count()) > 0,
    );
    await page.close();
  });

  test('100,000 of them scroll from end to end by keys and by hand', async () => {
    const page = await pages.open('view=sessions&data=many&page=100000');
    const list = page.getByRole('listbox');
    await page.getByText('100,000 sessions', { exact: true }).waitFor();
    await list.press('End');
    const last = page.locator('[aria-posinset="100000"]');
    await last.waitFor();
    assert.match((await last.textContent())!, /Person 499/);
    await list.press('PageUp');
    await list.press('Home');
    await page.locator('[aria-posinset="1"]').waitFor();
    await list.evaluate((node) => {
      node.scrollTop = node.scrollHeight / 2;
    });
    await page.locator('[aria-posinset="50001"]').waitFor();
    assert.ok((await rowsDrawn(page)) < 80, `${await rowsDrawn(page)} rows are drawn`);
    await page.close();
  });

  test('a session of 100,000 steps is played as any other', async () => {
    const page = await pages.open('view=player&data=many');
    const slider = page.getByRole('slider');
    await slider.waitFor();
    assert.equal(await slider.getAttribute('aria-valuemax'), '100000');
    await slider.press('End');
    await page.getByText(/step 100000 of 100000|step 100,000 of 100,000/).waitFor();
    assert.ok((await page.locator('vg-timeline .mark').count()) < 200);
    await slider.press('P');
    await page.getByRole('option', { name: /Person 1\b/ }).click();
    await page.getByText('100,000 the same').first().waitFor();
    assert.ok((await rowsDrawn(page)) < 80);
    await page.close();
  });

  test('nothing broke the content policy, failed or went elsewhere', () => {
    assert.deepEqual(pages.wrong, []);
  });
});
