import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { UsageError } from '../errors/usage-error.ts';
import { format } from '../language/index.ts';
import { type CommandIo, counted, exitCodes } from './command-io.ts';
import { findPolicyFiles } from './find-policy-files.ts';
import { readArguments } from './read-arguments.ts';

const usage = 'vectorgate policy fmt PATH... [--check]';

/**
 * `vectorgate policy fmt`: brings policy files into the one style and names those that changed. With `--check` nothing
 * is written. Resolves to the exit code: 1 when a file would change, or cannot be formatted.
 */
export async function policyFmt(args: readonly string[], io: CommandIo): Promise<number> {
  try {
    const { paths, values } = readArguments(args, { check: { type: 'boolean' } }, usage);
    const files = await findPolicyFiles(paths);
    let [changed, failed] = [0, 0];
    for (const { path, text } of files) {
      const formatted = format(path, text);
      if (!formatted.ok) {
        failed++;
        io.err(`${path}: ${formatted.why}\n`);
        continue;
      }
      if (formatted.text === text) continue;
      changed++;
      io.out(`${path}\n`);
      if (!values.check) await replace(path, formatted.text);
    }
    const verb = values.check ? 'would change' : 'changed';
    io.err(
      `${counted(files.length, 'policy file')}, ${changed} ${verb}${failed === 0 ? '' : `, ${failed} left as they are`}.\n`,
    );
    return failed > 0 || (values.check && changed > 0) ? exitCodes.problems : exitCodes.ok;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`${error.message}\n`);
    return exitCodes.usage;
  }
}

/** Whoever watches the file sees the old text or the new one, never a half. */
async function replace(path: string, text: string): Promise<void> {
  const real = await realpath(path);
  const beside = `${real}.${process.pid}.part`;
  try {
    await writeFile(beside, text, { mode: (await stat(real)).mode & 0o777 });
    await rename(beside, real);
  } catch (cause) {
    await rm(beside, { force: true });
    throw new UsageError(`${path} cannot be written.`, { cause });
  }
}
