import { install } from '../install/all.mjs';

/** Installs everything, and starts nothing. */
export async function setup() {
  await install('node', 'python', 'jupyter', 'browser');
  return 0;
}
