import { isAbsolute } from 'node:path';

/**
 * The interpreter in a kernel's command line; undefined where it is no path: a bare `python` is whichever came first in
 * the kernel's own PATH.
 */
export const interpreterOf = ([program = '']: readonly string[]): string | undefined =>
  isAbsolute(program) ? program : undefined;
