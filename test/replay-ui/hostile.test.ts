import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { screenshot } from '../browser/step.ts';
import { until } from '../harness/until.ts';
import { hostileTexts } from './hostile-texts.ts';
import { replayPages } from './replay-page.ts';

/** Everything below the page that shows: texts of all shadow roots, and the names of all elements. */
const drawn = (page: Page): Promise<{ text: string; elements: string[] }> =>
  page.evaluate(`(() => {
    let text = '';
    const elements = new Set();
    const visit = (node) => {
      if (node.nodeType === Node.TEXT_NODE) text += node.data;
      if (node.nodeType === Node.ELEMENT_NODE) {
        elements.add(node.localName);
        for (const { name } of node.attributes) if (/^on|^style$|^srcdoc$/.test(name) && !node.style?.length) elements.add('@' + name);
      }
      if (node.shadowRoot) visit(node.shadowRoot);
      node.childNodes.forEach(visit);
    };
    visit(document.querySelector('main'));
    return { text, elements: [...elements] };
  })()`);

const harmless = async (page: Page): Promise<string> => {
  const { text, elements } = await drawn(page);
  for (const element of [
    'script',
    'img',
    'iframe',
    'a',
    'object',
    'link',
    'base',
    'form',
    '@onerror',
    '@srcdoc',
  ])
    assert.ok(!elements.includes(element), `<${element}> was made of what a record holds`);
  assert.equal(await page.evaluate('globalThis.harmed'), undefined);
  for (const code of [0x00, 0x07, 0x08, 0x1b, 0x9b, 0x200b, 0x202e, 0x2066, 0xad])
    assert.ok(!text.includes(String.fromCharCode(code)), `U+${code.toString(16)} is shown as itself`);
  return text;
};

/** Gives the page one record made of the recorded one. The function runs in the page, before its script. */
const made = (make: string) => async (page: Page) => {
  await page.addInitScript(`globalThis.replayContent = (base) => (${make})(base)`);
};

suite('hostile content of records is shown harmlessly', () => {
  const pages = replayPages();

  test('documents that the real gateway recorded', async () => {
    const page = await pages.open('view=player');
    await page.getByRole('slider').press('End');
    await page.getByText('press me').first().waitFor();
    await screenshot(page, 'replay-hostile');
    const hits = await harmless(page);
    assert.ok(hits.includes(hostileTexts.html), 'markup is read as text');
    assert.match(hits, /invoice_⟨RLO⟩fdp\.exe ⟨LRI⟩hidden/);
    assert.match(hits, /⟨ESC⟩\[31mred/);
    await page.getByRole('button', { name: 'as delivered' }).click();
    await page.locator('vg-json').waitFor();
    await harmless(page);
    await page.getByRole('button', { name: 'as sent' }).click();
    await harmless(page);
    await page.close();
  });

  test('names, reasons, texts of rules and ids that are markup', async () => {
    const evil = `<img src=x onerror="globalThis.harmed='name'">${String.fromCharCode(0x202e, 0x1b)}[31m`;
    const page = await pages.open(
      'view=player&data=made&session=01JD8Z6Q4MX3V7H2K9RBT5WY00',
      made(`(base) => {
        const evil = ${JSON.stringify(evil)};
        const rule = { policy: evil, rule: evil, file: evil, line: 7 };
        const scope = { is: 'one', name: evil };
        const header = { ...base, connection: evil, store: 'chroma', who: { ...base.who, name: evil, groups: [evil] },
          client: { ...base.client, agent: evil, session: evil }, outcome: 'refused',
          operations: [{ ...base.operations[0], targets: [{ tenant: scope, database: scope, namespace: scope, collection: scope }] }],
          decision: { ...base.decision, effect: 'deny', code: evil, rules: [rule] }, masked: [{ field: evil, method: evil, found: [evil], count: 1 }] };
        const trace = [{ rule, effect: 'deny', match: 'yes', outcome: evil, text: evil }];
        return { header, decision: { what: evil, next: evil, changes: [evil], operations: [{ effect: 'deny', trace, obligations: { masks: [{ fields: { paths: [evil] }, method: evil, rule }] } }] },
          operations: { operations: [{ filter: { op: 'compare', field: evil, test: 'eq', value: evil }, returns: [evil] }] },
          request: { value: { [evil]: evil, query_embeddings: [[1, 2]], where: { [evil]: evil } } },
          withheld: [{ part: 'response', reason: evil }] };
      }`),
    );
    await page.getByRole('button', { name: 'chromadb call' }).waitFor();
    await page.getByText('how it was decided').click();
    await harmless(page);
    await screenshot(page, 'replay-hostile-names');
    await page.close();
  });

  test('a text of 50 MB, bytes that are no UTF-8, and JSON without an end of nesting', async () => {
    const page = await pages.open(
      'view=player&data=made&session=01JD8Z6Q4MX3V7H2K9RBT5WY00',
      made(`(base) => {
        const long = 'y'.repeat(50_000_000);
        const text = JSON.stringify({ ids: [['a', 'b']], distances: [[0.1, 0.2]], documents: [[long, null]], metadatas: [[null, { k: 1 }]] });
        const bytes = new TextEncoder().encode('{"where":{"a":"caf_"},"deep":' + '['.repeat(5000) + ']'.repeat(5000) + '}');
        bytes[bytes.indexOf(95)] = 0xe9;
        return { header: { ...base, masked: [] }, request: { bytes }, response: { text }, withheld: [] };
      }`),
    );
    await page.getByText('more characters').first().waitFor();
    const before = await drawn(page);
    assert.ok(before.text.length < 100_000, `${before.text.length} characters are drawn`);
    assert.match(before.text, /… 49,999,600 more characters/);
    await page.getByRole('button', { name: 'show 20,000 of them' }).click();
    await until('more of it shows', async () => (await drawn(page)).text.length > 20_000, 60);
    await page.getByRole('button', { name: 'copy whole' }).click();
    await until(
      'it is copied whole',
      async () => (await page.evaluate('globalThis.replayLog.copied[0]?.length')) === 50_000_000,
      60,
    );
    await page.getByRole('button', { name: 'as sent' }).click();
    await page.getByText('Some bytes are no UTF-8').waitFor();
    assert.match((await drawn(page)).text, /caf�/);
    await page.getByRole('button', { name: 'as delivered' }).click();
    await page.getByText('… 49,999,600 more characters').waitFor();
    await page.close();
  });

  test('nothing broke the content policy, failed or went elsewhere', () => {
    assert.deepEqual(pages.wrong, []);
  });
});
