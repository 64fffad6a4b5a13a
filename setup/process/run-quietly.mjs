import { spawn } from 'node:child_process';
import { root } from '../paths.mjs';
import { SetupError } from '../setup-error.mjs';

const noNetwork =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|Temporary failure in name resolution|Failed to establish a new connection|NewConnectionError|Network is unreachable|Could not resolve|Connection timed out|\(from versions: none\)/;

/** The beginning and the end of what a program said: the reason stands at one of them. */
function extract(text, count) {
  const lines = text.trimEnd().split('\n');
  return (lines.length <= 2 * count ? lines : [...lines.slice(0, count), '…', ...lines.slice(-count)]).join(
    '\n',
  );
}

/**
 * Runs a program and keeps what it prints; shows the end of that only when it fails.
 * @returns {Promise<string>} standard output
 */
export async function runQuietly(program, args, { cwd = root, env = process.env, what, onLine } = {}) {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let all = '';
  const take = (text) => {
    all = (all + text).slice(-200_000);
    if (onLine) for (const line of text.split('\n')) if (line.trim()) onLine(line.trim());
  };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
    take(text);
  });
  child.stderr.setEncoding('utf8').on('data', take);
  const code = await new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(
        new SetupError(
          `${what ?? program} could not be started: ${cause.message}`,
          `Check that ${program} is there and may be run.`,
          { cause },
        ),
      ),
    );
    child.once('close', (status, signal) => resolve(signal ?? status));
  });
  if (code === 0) return output;
  if (noNetwork.test(all))
    throw new SetupError(
      `${what ?? program}: no package registry answered.`,
      `Check the network (or the registry named by npm's "registry", pip's PIP_INDEX_URL, or apt's sources) and run the command again; finished steps are kept.\n\n${extract(all, 4)}`,
    );
  throw new SetupError(`${what ?? program} failed (exit ${code}).`, `It said:\n\n${extract(all, 15)}`);
}
