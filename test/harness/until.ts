import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until the answer is true; throws when it is not after `seconds`. */
export async function until(
  what: string,
  question: () => boolean | Promise<boolean>,
  seconds = 15,
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await question())) {
    if (Date.now() > end) throw new Error(`${what}: not so after ${seconds} s`);
    await pause(50);
  }
}
