import { type BrowserContext, chromium } from 'playwright-core';

/** Every wait in the browser, in milliseconds: a machine that builds for many is slow at times. */
export const patience = 60_000;

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the machine's Chromium, without a window, on a profile of its own. */
export async function openChromium(profile: string): Promise<BrowserContext> {
  const executablePath = process.env.VECTORGATE_CHROMIUM;
  if (executablePath === undefined)
    throw new Error('VECTORGATE_CHROMIUM is not set. Start by npm test, which sets it.');
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: flags,
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(patience);
  return context;
}
