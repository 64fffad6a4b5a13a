import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { openChromium } from '../browser/open-chromium.ts';
import { type ServedPage, servePage } from './serve-page.ts';

/** What tests of the replay share: the served page, a browser, and what went wrong in it. */
export interface ReplayPages {
  /** Opens the page with these parameters; `prepare` runs before its script. */
  open(query: string, prepare?: (page: Page) => Promise<void>): Promise<Page>;
  /** Messages of the console that no test wants: errors, broken content policies, requests to elsewhere. */
  readonly wrong: string[];
}

/** Serves the page and starts a browser before the tests of a file, and takes both away after them. */
export function replayPages(): ReplayPages {
  let served: ServedPage;
  let context: BrowserContext;
  let profile: string;
  const wrong: string[] = [];
  before(async () => {
    profile = await mkdtemp(join(tmpdir(), 'vectorgate-replay-'));
    served = await servePage();
    context = await openChromium(profile);
  });
  after(async () => {
    await context?.close();
    await served?.close();
    await rm(profile, { recursive: true, force: true });
  });
  return {
    wrong,
    open: async (query, prepare) => {
      const page = await context.newPage();
      page.on('pageerror', (error) => wrong.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') wrong.push(message.text());
      });
      page.on('dialog', (dialog) => {
        wrong.push(`a dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('request', (request) => {
        if (!request.url().startsWith(served.url)) wrong.push(`a request to ${request.url()}`);
      });
      await prepare?.(page);
      await page.goto(`${served.url}/?${query}`);
      return page;
    },
  };
}
