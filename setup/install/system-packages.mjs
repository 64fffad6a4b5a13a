import { findProgram } from '../process/find-program.mjs';
import { runQuietly } from '../process/run-quietly.mjs';
import { SetupError } from '../setup-error.mjs';

/** Debian's indexes are fetched once per run at most. */
let updated = false;

/** One apt at a time: it locks the machine's packages. */
let last = Promise.resolve();

/**
 * Installs Debian packages when this is root on a machine with apt; otherwise says what is missing and how to get it.
 * @param {string[]} packages @param {string} reason what they are needed for
 */
export function installSystemPackages(packages, reason, say) {
  const next = last.then(() => installNext(packages, reason, say));
  last = next.catch(() => {});
  return next;
}

async function installNext(packages, reason, say) {
  const apt = await findProgram(['apt-get']);
  if (apt && process.getuid?.() === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    say(`apt-get install ${packages.join(' ')}`);
    if (!updated) await runQuietly(apt, ['update', '-q'], { env, what: 'apt-get update' });
    updated = true;
    await runQuietly(apt, ['install', '-y', '-q', '--no-install-recommends', ...packages], {
      env,
      what: 'apt-get install',
    });
    return;
  }
  throw new SetupError(
    `${reason} ${packages.length === 1 ? 'is' : 'are'} missing.`,
    apt
      ? `Run: sudo apt-get install ${packages.join(' ')}`
      : `Install what Debian calls ${packages.join(', ')} by your system's package manager.`,
  );
}
