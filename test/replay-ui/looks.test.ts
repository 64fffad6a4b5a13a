import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { screenshot } from '../browser/step.ts';
import { assertAccessible } from './assert-accessible.ts';
import { replayPages } from './replay-page.ts';
import { themes } from './themes.ts';

/** One record made of the recorded one: marks of which the class is known, that say it themselves, and of a whole field. */
const marked = `globalThis.replayContent = (base) => {
  const masked = [
    { field: '$document', method: 'hash', found: ['email'], count: 1 },
    { field: '$document', method: 'partial', found: ['phone'], count: 1 },
    { field: '$document', method: 'redact', found: ['case-number'], count: 1 },
    { field: 'odd', method: 'tokenize', found: ['<b>\\u202ex'], count: 1 },
    { field: 'email', method: 'partial', count: 1 },
    { field: 'note', method: 'redact', sought: ['email', 'phone'], count: 1 },
  ];
  const response = {
    ids: [['1']], distances: [[0.1]],
    documents: [['write to «hash:0123456789abcdef» or call +34 9•••••, see «pattern:case-number»']],
    metadatas: [[{ odd: '«token:${'0'.repeat(32)}»', email: 'n••••@acme.example' }]],
  };
  return { header: { ...base, masked }, masked, response: { value: response }, withheld: [] };
}`;

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

  for (const [map, kind, rules] of [
    ['standalone', 'light', 'all'],
    ['vscode', 'dark', 'colour'],
  ] as const)
    test(`${map}, ${kind}: hashes, tokens and parts have their class behind them where it is known`, async () => {
      const page = await pages.open(`view=player&data=made&map=${map}&theme=${kind}`, async (its) => {
        await its.addInitScript(marked);
      });
      const marks = page.locator('mark.hidden-text');
      const shown = async (): Promise<string[]> =>
        (await marks.allTextContents()).map((text) => text.replace(/\s+/g, ' '));
      const expected = [
        '«hash:0123456789abcdef» email',
        '9••••• phone',
        '«pattern:case-number»',
        `«token:${'0'.repeat(32)}» <b>⟨RLO⟩x`,
        'n••••@acme.example',
      ];
      await marks.first().waitFor();
      assert.deepEqual(await shown(), expected);
      await page.getByText('$document hashed: email (1)').waitFor();
      await page.getByText('note redacted: not looked through for email, phone (1)').waitFor();
      await screenshot(page, `replay-marks-${map}-${kind}`);
      await assertAccessible(page, 'marks with their class', rules);
      await page.getByRole('button', { name: 'as delivered' }).click();
      await page.locator('vg-json').waitFor();
      assert.deepEqual(await shown(), expected);
      await screenshot(page, `replay-marks-${map}-${kind}-json`);
      await assertAccessible(page, 'marks in JSON', rules);
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
