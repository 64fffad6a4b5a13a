import { setTimeout as pause } from 'node:timers/promises';
import { patience } from './open-chromium.ts';

/** Waits until the condition holds. @throws when it does not within our patience, naming what was waited for */
export async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const limit = Date.now() + patience;
  while (!(await condition())) {
    if (Date.now() > limit) throw new Error(`waited ${patience / 1000} s in vain until ${what}`);
    await pause(100);
  }
}
