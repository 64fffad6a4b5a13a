import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Milliseconds that git may take, where it asks another machine. */
const patience = 120_000;
const mostOutput = 64 * 1024 * 1024;

/** What of the configuration of git is not left to files: no program of a repository runs, and no other protocol is spoken. */
const settings = {
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'fetch.fsckObjects': 'true',
  'fetch.recurseSubmodules': 'false',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'protocol.allow': 'never',
  'protocol.file.allow': 'always',
  'protocol.https.allow': 'always',
  'protocol.ssh.allow': 'always',
};

/**
 * Runs git without a shell, in a folder, and resolves to what it printed. It asks nobody for a password. `signal` ends it
 * before its time: it is asked to end, so that it leaves no locks behind and takes along what it started.
 */
export async function git(
  folder: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
): Promise<string> {
  signal?.throwIfAborted();
  const options = Object.entries({ ...settings, ...more }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const running = run('git', [...options, ...args], {
    cwd: folder,
    timeout: patience,
    killSignal: 'SIGKILL',
    maxBuffer: mostOutput,
    encoding: 'utf8',
    env: {
      ...process.env,
      GIT_DIR: folder,
      GIT_TERMINAL_PROMPT: '0',
      GIT_ALLOW_PROTOCOL: 'file:https:ssh',
      GIT_ASKPASS: '',
      SSH_ASKPASS: '',
      GIT_SSH_COMMAND: process.env.GIT_SSH_COMMAND ?? 'ssh -oBatchMode=yes',
      GIT_NO_REPLACE_OBJECTS: '1',
      LC_ALL: 'C',
    },
  });
  const { child } = running;
  const end = (): void => {
    child.stdout?.destroy();
    child.stderr?.destroy();
    child.kill('SIGTERM');
  };
  signal?.addEventListener('abort', end, { once: true });
  try {
    return (await running).stdout;
  } finally {
    signal?.removeEventListener('abort', end);
  }
}

/** Why git failed, in its own last words, without an address that it may quote. */
export function gitReason(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'git failed';
  if ('killed' in error && error.killed === true) return `git took longer than ${patience / 1000} s`;
  if ('code' in error && error.code === 'ENOENT') return 'there is no git on this machine';
  const said = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr : '';
  const lines = said.split('\n').filter((line) => /^(fatal|error): /.test(line));
  return (lines[0] ?? 'git failed').replace(/^\w+: /, '').replaceAll(/'?\w+:\/\/\S+/g, 'the repository');
}
