import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { openBrowserWorld } from '/work/main/test/browser/browser-world.ts';
const t=Date.now();
const w = await openBrowserWorld({prepare: async ({notebooks})=>{ await cp('/work/main/demo/notebook/customer-insights.ipynb', join(notebooks,'customer-insights.ipynb')); }});
console.log('up', Date.now()-t);
try {
  const page = w.context.pages()[0]!;
  page.on('console', m => console.log('console', m.type(), m.text().slice(0,200)));
  await page.goto(`${w.jupyter.url}/lab/tree/customer-insights.ipynb?token=${w.jupyter.token}`);
  await page.locator('.vg-StatusItem-button').waitFor();
  console.log('status', Date.now()-t);
  await page.locator('.jp-Notebook .jp-CodeCell').nth(1).waitFor();
  console.log('nb', Date.now()-t);
  await page.locator('.jp-Notebook-ExecutionIndicator[data-status=idle]').first().waitFor();
  console.log('idle', Date.now()-t);
  await page.screenshot({path:'/work/main/.vectorgate/screenshots/probe.png'});
  console.log(await page.locator('.jp-Notebook').first().evaluate('n => n.outerHTML.slice(0,3000)'));
} finally { await w.close(); console.log('closed', Date.now()-t); }
