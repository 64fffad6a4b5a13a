import { findChromium } from '../process/environment.mjs';
import { installSystemPackages } from './system-packages.mjs';

/** Chromium, for the tests in a browser. */
export async function installBrowser(say) {
  if (await findChromium()) return 'in place';
  await installSystemPackages(['chromium'], 'Chromium', say);
  return 'installed';
}
